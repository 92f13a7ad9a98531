import { worstStatus } from '../monitoring/component-status.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import type { Impact, Priority } from './incident.ts'

/** One row: what readers feel, the status of a component that makes them feel it, and the priority it has by default. */
type Severity = {
  readonly impact: Impact
  readonly status: MeasuredStatus
  readonly priority: Priority | null
}

/** Mildest first. Impact, status and priority are derived from one another here, and nowhere else. */
const severities: readonly Severity[] = [
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

/** Negative when `a` is milder than `b`, positive when it is heavier. */
export const compareImpact = (a: Impact, b: Impact): number => rank(a) - rank(b)

/** `Array.isArray` does not tell a readonly list from a record. */
const isList = (components: object): components is readonly string[] => Array.isArray(components)

const rank = (impact: Impact): number => severities.findIndex((row) => row.impact === impact)
