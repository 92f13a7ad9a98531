import {
  type Impact,
  type Incident,
  type IncidentStatus,
  type IncidentUpdate,
  isOpen,
  type Postmortem,
  type Priority,
} from './incident.ts'
import { incidentFields } from './fields.ts'
import { type SeverityInput, severityAfter } from './impact.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import type { CommandContext } from '../maintenance/commands.ts'
import { type Correction, formatApiInstant } from './correction.ts'
import type { Text } from '../text/localized-text.ts'

/** A message as a person writes it; `at` in ms. */
export type IncidentMessageInput = {
  readonly at: number
  readonly status: IncidentStatus
  readonly body: Text
  readonly components: Readonly<Record<string, MeasuredStatus>>
  readonly impact?: Impact
  readonly priority?: Priority | null
  readonly notify: boolean
}

/** What is corrected in one message; what is absent stays. A null impact: as it was before the message. */
export type UpdateCorrection = {
  readonly id: string
  readonly body?: Text
  readonly at?: number
  readonly status?: IncidentStatus
  readonly components?: Readonly<Record<string, MeasuredStatus>>
  readonly impact?: Impact | null
}

const createUpdate = (
  { at, status, body, components, impact, notify }: IncidentMessageInput,
  { now, by, id }: CommandContext,
) =>
  ({
    id: id(),
    at,
    status,
    body,
    components,
    ...(impact !== undefined && { impact }),
    author: by,
    ...(at !== now && { writtenAt: now }),
    ...(!notify && { notify: false }),
  }) satisfies IncidentUpdate

/** Messages in the order of their dates; of two at one instant, the one written later is later. */
const sortByDate = (updates: readonly IncidentUpdate[]): readonly IncidentUpdate[] =>
  updates.toSorted((a, b) => a.at - b.at)

/** A person opens an incident: it needs no acknowledgement any more. */
export function openIncident(
  input: IncidentMessageInput & {
    readonly title: Text
    readonly startedAt: number
    readonly detectedAt: number
  },
  context: CommandContext,
): Incident {
  const { title, impact, priority, startedAt, detectedAt, at, status, body, components, notify } = input
  const updates = [createUpdate({ at, status, body, components, notify }, context)]
  return {
    id: context.id(),
    title,
    ...severityAfter(null, updates, { impact, priority }, context.by),
    startedAt,
    detectedAt,
    acknowledgedAt: at,
    acknowledgedBy: context.by,
    automatic: false,
    about: null,
    updates,
    falseAlarm: null,
    version: 1,
  }
}

/** A person says something in it; by the first such message one that the collector opened is taken over. */
export function updateIncident(
  incident: Incident,
  input: IncidentMessageInput,
  context: CommandContext,
): Incident {
  const updates = sortByDate([...incident.updates, createUpdate(input, context)])
  const { priority } = input
  return {
    ...withSeverity(incident, updates, { priority, messageSetsImpact: input.impact !== undefined }, context),
    ...(incident.acknowledgedAt === null && { acknowledgedAt: input.at, acknowledgedBy: context.by }),
    updates,
    version: incident.version + 1,
  }
}

/** The incident with the impact and the priority it has once its messages are `updates`. */
function withSeverity(
  incident: Incident,
  updates: readonly IncidentUpdate[],
  input: SeverityInput,
  { by }: Pick<CommandContext, 'by'>,
): Incident {
  const { overrides: _, ...others } = incident
  return { ...others, ...severityAfter(incident, updates, input, by) }
}

/** Somebody has taken notice, at an instant (ms). */
export const acknowledgeIncident = (
  incident: Incident,
  { at }: { readonly at: number },
  { by }: CommandContext,
): Incident => ({ ...incident, acknowledgedAt: at, acknowledgedBy: by, version: incident.version + 1 })

/** What was learnt once it was over: written anew, it replaces what was there, which is kept as a correction. */
export function writePostmortem(
  incident: Incident,
  input: Pick<Postmortem, 'body' | 'rootCause' | 'dataLoss' | 'actions'>,
  context: CommandContext,
): Incident {
  const { now, by } = context
  const postmortem: Postmortem = { ...input, at: incident.postmortem?.at ?? now, author: by }
  const before = incident.postmortem
  const updates = before
    ? incident.updates.map((update) =>
        update.status === 'postmortem' && update.at === before.at ? { ...update, body: input.body } : update,
      )
    : sortByDate([
        ...incident.updates,
        createUpdate(
          {
            at: Math.max(now, incident.updates[incident.updates.length - 1]!.at),
            status: 'postmortem',
            body: input.body,
            components: {},
            notify: true,
          },
          context,
        ),
      ])
  return {
    ...incident,
    postmortem: before ? postmortem : { ...postmortem, at: updates[updates.length - 1]!.at },
    updates,
    ...(before && {
      corrections: [
        ...(incident.corrections ?? []),
        { at: now, by, what: 'postmortem', before: before.body } satisfies Correction,
      ],
    }),
    version: incident.version + 1,
  }
}

/** It never was: it leaves the count and, if it was open, is closed. */
export function markFalseAlarm(
  incident: Incident,
  { reason }: { readonly reason: Text },
  context: CommandContext,
): Incident {
  const { now } = context
  const at = Math.max(now, incident.updates[incident.updates.length - 1]!.at)
  return {
    ...incident,
    falseAlarm: { reason, at },
    ...(incident.acknowledgedAt === null && { acknowledgedAt: now, acknowledgedBy: context.by }),
    updates: isOpen(incident)
      ? [
          ...incident.updates,
          createUpdate({ at, status: 'resolved', body: reason, components: {}, notify: true }, context),
        ]
      : incident.updates,
    version: incident.version + 1,
  }
}

const formatBefore = (at: number | null): string | null => (at === null ? null : formatApiInstant(at))
const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b)

/** What was said is said otherwise; what it said before is kept. What is absent stays. */
export function correctIncident(
  incident: Incident,
  change: {
    readonly title?: Text
    readonly impact?: Impact
    readonly priority?: Priority | null
    readonly startedAt?: number
    readonly detectedAt?: number
    readonly acknowledgedAt?: number | null
    readonly updates?: readonly UpdateCorrection[]
  },
  { now, by }: CommandContext,
): Incident {
  const corrections: Correction[] = []
  const recordCorrection = (what: string, before: unknown): void =>
    void corrections.push({ at: now, by, what, before })
  const { updates: changes = [], ...fields } = change
  for (const [member, { name }] of Object.entries(incidentFields)) {
    const key = member as keyof typeof incidentFields
    const before = incident[key]
    if (fields[key] === undefined || !differs(fields[key], before)) continue
    recordCorrection(name, typeof before === 'number' ? formatBefore(before) : before)
  }

  const updates = sortByDate(
    incident.updates.map((update) => {
      const correction = changes.find(({ id }) => id === update.id)
      if (!correction) return update
      const { impact: _, ...before } = update
      const next: IncidentUpdate = {
        ...before,
        ...(correction.body !== undefined && { body: correction.body }),
        ...(correction.at !== undefined && { at: correction.at, writtenAt: update.writtenAt ?? update.at }),
        ...(correction.status !== undefined && { status: correction.status }),
        ...(correction.components !== undefined && { components: correction.components }),
        ...(correction.impact === undefined
          ? update.impact !== undefined && { impact: update.impact }
          : correction.impact !== null && { impact: correction.impact }),
      }
      const path = `updates.${update.id}`
      if (differs(next.body, update.body)) recordCorrection(`${path}.body`, update.body)
      if (next.at !== update.at) recordCorrection(`${path}.at`, formatBefore(update.at))
      if (next.status !== update.status) recordCorrection(`${path}.status`, update.status)
      if (differs(next.components, update.components))
        recordCorrection(`${path}.components`, update.components)
      if (next.impact !== update.impact) recordCorrection(`${path}.impact`, update.impact ?? null)
      return next
    }),
  )
  const { impact, priority, ...facts } = fields
  // What merely follows from a correction is none of its own.
  const changed = withSeverity(incident, updates, { impact, priority }, { by })
  return {
    ...changed,
    ...facts,
    updates,
    corrections: [...(incident.corrections ?? []), ...corrections],
    version: incident.version + 1,
  }
}

/** It leaves the page, and stays on record. */
export const withdrawIncident = (incident: Incident, { now, by }: CommandContext): Incident => ({
  ...incident,
  withdrawn: { at: now, by },
  version: incident.version + 1,
})
