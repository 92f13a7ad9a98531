import { worstStatus } from '../monitoring/component-status.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import type { Impact, Incident, IncidentUpdate, Priority, SeverityOverrides } from './incident.ts'

/** One row: what readers feel, the status of a component that makes them feel it, and the priority it has by default. */
type SeverityRow = {
  readonly impact: Impact
  readonly status: MeasuredStatus
  readonly priority: Priority | null
}

/** Mildest first. Impact, status and priority are derived from one another here, and nowhere else. */
const severities: readonly SeverityRow[] = [
  { impact: 'none', status: 'operational', priority: null },
  { impact: 'minor', status: 'degraded_performance', priority: 'P3' },
  { impact: 'major', status: 'partial_outage', priority: 'P2' },
  { impact: 'critical', status: 'major_outage', priority: 'P1' },
]

const byImpact = new Map(severities.map((row) => [row.impact, row]))
const byStatus = new Map(severities.map((row) => [row.status, row]))

/** Is it an impact? What people write may be anything. */
export const isImpact = (value: unknown): value is Impact => byImpact.has(value as Impact)

/** The status of a component that a notice of this impact names without a status of its own. */
export const statusOfImpact = (impact: Impact): MeasuredStatus => byImpact.get(impact)!.status

/** What readers feel of a component's status; nothing where it is unknown. */
export const impactOfStatus = (status: MeasuredStatus | 'unknown'): Impact =>
  status === 'unknown' ? 'none' : byStatus.get(status)!.impact

/** What readers feel of several components: of the worst. */
export const impactOfStatuses = (statuses: Iterable<MeasuredStatus>): Impact =>
  impactOfStatus(worstStatus(statuses))

/**
 * What readers feel of components as a notice names them: of the worst status; components that are only listed are
 * degraded, and without any nothing is felt.
 */
export function impactOfComponents(
  components: readonly string[] | Readonly<Record<string, MeasuredStatus>>,
): Impact {
  if (!isList(components)) return impactOfStatuses(Object.values(components))
  return components.length > 0 ? 'minor' : 'none'
}

/** The priority an incident of this impact has unless somebody says otherwise; null for none. */
export const priorityOfImpact = (impact: Impact): Priority | null => byImpact.get(impact)!.priority

/** The priority an automatic incident has for a status, unless its component says otherwise; null for none. */
export const priorityOfStatus = (status: MeasuredStatus): Priority | null => byStatus.get(status)!.priority

/** What a change sets of an incident's severity by itself; what is absent is derived. */
export type SeverityInput = {
  /** The impact of the whole incident. */
  readonly impact?: Impact | undefined
  /** Null for none. */
  readonly priority?: Priority | null | undefined
  /** Does a message of this change set the impact from its date on? */
  readonly messageSetsImpact?: boolean
  /** Does the input describe the whole incident, so that an impact which it does not set follows from the messages? */
  readonly isWhole?: boolean
}

/** Impact and priority of an incident, and who set them. */
export type Severity = Pick<Incident, 'impact' | 'priority' | 'overrides'>

/**
 * The impact and the priority of an incident whose messages are `updates` after a change by `by`; every way in asks here.
 * An impact is, in this order, the one set for the incident, the latest one set by a message, and that of the heaviest
 * status any message has named. A priority is the one somebody set, else that of the impact. What was set stays until
 * somebody sets it again.
 *
 * @param before the incident before the change; null for a new one
 */
export function severityAfter(
  before: (Severity & Pick<Incident, 'updates'>) | null,
  updates: readonly IncidentUpdate[],
  input: SeverityInput,
  by: string,
): Severity {
  const { messageSetsImpact = false, isWhole = false } = input
  const isImpactKept =
    before !== null &&
    !messageSetsImpact &&
    (before.overrides?.impact !== undefined || (!isWhole && isImpactForeign(before)))
  const impact = input.impact ?? (isImpactKept ? before.impact : impactOfUpdates(updates))
  const isPriorityKept =
    before !== null &&
    (before.overrides?.priority !== undefined || before.priority !== priorityOfImpact(before.impact))
  const priority =
    input.priority !== undefined
      ? input.priority
      : isPriorityKept
        ? before.priority
        : priorityOfImpact(impact)
  const overrides: SeverityOverrides = {
    ...(messageSetsImpact ? {} : pickImpact(before?.overrides)),
    ...(before?.overrides?.priority !== undefined && { priority: before.overrides.priority }),
    ...(input.impact !== undefined && { impact: by }),
    ...(input.priority !== undefined && { priority: by }),
  }
  return { impact, priority, ...(Object.keys(overrides).length > 0 && { overrides }) }
}

const pickImpact = (overrides: SeverityOverrides | undefined): SeverityOverrides =>
  overrides?.impact === undefined ? {} : { impact: overrides.impact }

/** Rows of earlier versions do not say who set the impact: one that does not follow from the messages was set. */
const isImpactForeign = ({ impact, updates }: Pick<Incident, 'impact' | 'updates'>): boolean =>
  impact !== impactOfUpdates(updates)

/** The impact that follows from messages: the latest one that a message sets, else that of the heaviest status. */
const impactOfUpdates = (updates: readonly IncidentUpdate[]): Impact =>
  updates.findLast(({ impact }) => impact !== undefined)?.impact ??
  impactOfStatuses(updates.flatMap(({ components }) => Object.values(components)))

/** Negative when `a` is milder than `b`, positive when it is heavier. */
export const compareImpact = (a: Impact, b: Impact): number => rank(a) - rank(b)

/** `Array.isArray` does not tell a readonly list from a record. */
const isList = (components: object): components is readonly string[] => Array.isArray(components)

const rank = (impact: Impact): number => severities.findIndex((row) => row.impact === impact)
