import {
  type Impact,
  type Incident,
  type IncidentStatus,
  type IncidentUpdate,
  isOpen,
  type Postmortem,
  type Priority,
} from './incident.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import type { CommandContext } from '../maintenance/commands.ts'
import { type Correction, timeBefore } from './correction.ts'
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

const message = (
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
const ordered = (updates: readonly IncidentUpdate[]): readonly IncidentUpdate[] =>
  updates.toSorted((a, b) => a.at - b.at)

/** A person opens an incident: it needs no acknowledgement any more. */
export function openIncident(
  given: IncidentMessageInput & {
    readonly title: Text
    readonly impact: Impact
    readonly priority: Priority | null
    readonly startedAt: number
    readonly detectedAt: number
  },
  act: CommandContext,
): Incident {
  const { title, impact, priority, startedAt, detectedAt, at, status, body, components, notify } = given
  return {
    id: act.id(),
    title,
    impact,
    priority,
    startedAt,
    detectedAt,
    acknowledgedAt: at,
    acknowledgedBy: act.by,
    automatic: false,
    about: null,
    updates: [message({ at, status, body, components, notify }, act)],
    falseAlarm: null,
    version: 1,
  }
}

/** A person says something in it; by the first such message one that the collector opened is taken over. */
export function updateIncident(
  incident: Incident,
  said: IncidentMessageInput,
  act: CommandContext,
): Incident {
  const updates = ordered([...incident.updates, message(said, act)])
  const impact = updates.findLast((update) => update.impact !== undefined)?.impact
  return {
    ...incident,
    impact: said.impact === undefined ? incident.impact : (impact ?? incident.impact),
    priority: said.priority === undefined ? incident.priority : said.priority,
    ...(incident.acknowledgedAt === null && { acknowledgedAt: said.at, acknowledgedBy: act.by }),
    updates,
    version: incident.version + 1,
  }
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
  given: Pick<Postmortem, 'body' | 'rootCause' | 'dataLoss' | 'actions'>,
  act: CommandContext,
): Incident {
  const { now, by } = act
  const postmortem: Postmortem = { ...given, at: incident.postmortem?.at ?? now, author: by }
  const before = incident.postmortem
  const updates = before
    ? incident.updates.map((update) =>
        update.status === 'postmortem' && update.at === before.at ? { ...update, body: given.body } : update,
      )
    : ordered([
        ...incident.updates,
        message(
          {
            at: Math.max(now, incident.updates[incident.updates.length - 1]!.at),
            status: 'postmortem',
            body: given.body,
            components: {},
            notify: true,
          },
          act,
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
  act: CommandContext,
): Incident {
  const { now } = act
  const at = Math.max(now, incident.updates[incident.updates.length - 1]!.at)
  return {
    ...incident,
    falseAlarm: { reason, at },
    ...(incident.acknowledgedAt === null && { acknowledgedAt: now, acknowledgedBy: act.by }),
    updates: isOpen(incident)
      ? [
          ...incident.updates,
          message({ at, status: 'resolved', body: reason, components: {}, notify: true }, act),
        ]
      : incident.updates,
    version: incident.version + 1,
  }
}

const instant = (at: number | null): string | null => (at === null ? null : timeBefore(at))
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
  const note = (what: string, before: unknown): void => void corrections.push({ at: now, by, what, before })
  const { updates: changes = [], ...fields } = change
  const { title, impact, priority, startedAt, detectedAt, acknowledgedAt } = fields
  if (title !== undefined && differs(title, incident.title)) note('title', incident.title)
  if (impact !== undefined && impact !== incident.impact) note('impact', incident.impact)
  if (priority !== undefined && priority !== incident.priority) note('priority', incident.priority)
  if (startedAt !== undefined && startedAt !== incident.startedAt)
    note('started_at', instant(incident.startedAt))
  if (detectedAt !== undefined && detectedAt !== incident.detectedAt)
    note('detected_at', instant(incident.detectedAt))
  if (acknowledgedAt !== undefined && acknowledgedAt !== incident.acknowledgedAt)
    note('acknowledged_at', instant(incident.acknowledgedAt))

  const updates = ordered(
    incident.updates.map((update) => {
      const given = changes.find(({ id }) => id === update.id)
      if (!given) return update
      const { impact: _, ...before } = update
      const next: IncidentUpdate = {
        ...before,
        ...(given.body !== undefined && { body: given.body }),
        ...(given.at !== undefined && { at: given.at, writtenAt: update.writtenAt ?? update.at }),
        ...(given.status !== undefined && { status: given.status }),
        ...(given.components !== undefined && { components: given.components }),
        ...(given.impact === undefined
          ? update.impact !== undefined && { impact: update.impact }
          : given.impact !== null && { impact: given.impact }),
      }
      const path = `updates.${update.id}`
      if (differs(next.body, update.body)) note(`${path}.body`, update.body)
      if (next.at !== update.at) note(`${path}.at`, instant(update.at))
      if (next.status !== update.status) note(`${path}.status`, update.status)
      if (differs(next.components, update.components)) note(`${path}.components`, update.components)
      if (next.impact !== update.impact) note(`${path}.impact`, update.impact ?? null)
      return next
    }),
  )
  return {
    ...incident,
    ...fields,
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
