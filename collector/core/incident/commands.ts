import { type Incident, type IncidentUpdate, isOpen, type Postmortem, type Priority } from './incident.ts'
import { incidentFields, incidentUpdateFields, type postmortemFields } from './fields.ts'
import { type SeverityInput, severityAfter } from './impact.ts'
import { type FieldChange, type FieldValues, dropEmptyFields, pickFields } from '../notice/notice-field.ts'
import type { CommandContext } from '../notice/command-context.ts'
import { type Correction, correctionsOf } from '../notice/correction.ts'
import type { Text } from '../text/localized-text.ts'

/** A message as a person writes it, and whether it is announced beyond the page. */
export type IncidentMessageInput = {
  readonly message: FieldChange<typeof incidentUpdateFields> &
    Pick<FieldValues<typeof incidentUpdateFields>, 'body' | 'at' | 'status' | 'components'>
  readonly notify: boolean
}

/** What is corrected in one message; what is absent stays. A null impact: as it was before the message. */
export type UpdateCorrection = FieldChange<typeof incidentUpdateFields> & { readonly id: string }

const createUpdate = (
  { message, notify }: IncidentMessageInput,
  { now, by, id }: CommandContext,
): IncidentUpdate => ({
  id: id(),
  ...dropEmptyFields(incidentUpdateFields, pickFields(incidentUpdateFields, message)),
  author: by,
  ...(message.at !== now && { writtenAt: now }),
  ...(!notify && { notify: false }),
})

/** Messages in the order of their dates; of two at one instant, the one written later is later. */
const sortByDate = (updates: readonly IncidentUpdate[]): readonly IncidentUpdate[] =>
  updates.toSorted((a, b) => a.at - b.at)

/** A person opens an incident: it needs no acknowledgement any more. */
export function openIncident(
  input: IncidentMessageInput & {
    readonly facts: FieldChange<typeof incidentFields> & {
      readonly title: Text
      readonly startedAt: number
      readonly detectedAt: number
    }
  },
  context: CommandContext,
): Incident {
  const { impact, priority, ...facts } = input.facts
  const updates = [createUpdate(input, context)]
  return {
    id: context.id(),
    ...dropEmptyFields(incidentFields, facts),
    ...severityAfter(null, updates, { impact, priority }, context.by),
    acknowledgedAt: input.message.at,
    acknowledgedBy: context.by,
    automatic: false,
    about: null,
    updates,
    falseAlarm: null,
    version: 1,
  }
}

/** A person posts a message; the first one takes over an incident that the collector opened. */
export function updateIncident(
  incident: Incident,
  input: IncidentMessageInput & { readonly priority?: Priority | null },
  context: CommandContext,
): Incident {
  const updates = sortByDate([...incident.updates, createUpdate(input, context)])
  const { priority, message } = input
  const messageSetsImpact = (message.impact ?? undefined) !== undefined
  return {
    ...withSeverity(incident, updates, { priority, messageSetsImpact }, context),
    ...(incident.acknowledgedAt === null && { acknowledgedAt: message.at, acknowledgedBy: context.by }),
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

/** Somebody acknowledges it, at an instant (ms). */
export const acknowledgeIncident = (
  incident: Incident,
  { at }: { readonly at: number },
  { by }: CommandContext,
): Incident => ({ ...incident, acknowledgedAt: at, acknowledgedBy: by, version: incident.version + 1 })

/** Publish the postmortem; a second one replaces the first, whose text is kept as a correction. */
export function writePostmortem(
  incident: Incident,
  input: FieldValues<typeof postmortemFields>,
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
            message: {
              at: Math.max(now, incident.updates[incident.updates.length - 1]!.at),
              status: 'postmortem',
              body: input.body,
              components: {},
            },
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

/** Mark it as a false alarm: it leaves the count and, if it was open, is closed. */
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
          createUpdate(
            { message: { at, status: 'resolved', body: reason, components: {} }, notify: true },
            context,
          ),
        ]
      : incident.updates,
    version: incident.version + 1,
  }
}

/** Correct facts and messages; what they were before is kept. What is absent stays. */
export function correctIncident(
  incident: Incident,
  {
    updates: changes = [],
    ...change
  }: FieldChange<typeof incidentFields> & { readonly updates?: readonly UpdateCorrection[] },
  { now, by }: CommandContext,
): Incident {
  const author = { now, by }
  const corrections = correctionsOf(incidentFields, incident, change, author)
  const updates = incident.updates.map((update) => {
    const correction = changes.find(({ id }) => id === update.id)
    if (!correction) return update
    const { id: _, ...fields } = correction
    corrections.push(...correctionsOf(incidentUpdateFields, update, fields, author, `updates.${update.id}.`))
    return dropEmptyFields(incidentUpdateFields, {
      ...update,
      ...fields,
      ...(fields.at !== undefined && { writtenAt: update.writtenAt ?? update.at }),
    }) as IncidentUpdate
  })
  // What merely follows from a correction is none of its own.
  const { impact, priority, ...facts } = change
  const sorted = sortByDate(updates)
  const changed = withSeverity(incident, sorted, { impact, priority }, { by })
  const { acknowledgedBy, ...corrected } = dropEmptyFields(incidentFields, {
    ...changed,
    ...facts,
  }) as Incident
  return {
    ...corrected,
    // Nobody acknowledged what has no acknowledgement any more.
    ...(corrected.acknowledgedAt !== null && acknowledgedBy !== undefined && { acknowledgedBy }),
    updates: sorted,
    corrections: [...(incident.corrections ?? []), ...corrections],
    version: incident.version + 1,
  }
}

/** Withdraw it: it leaves the page, and stays on record. */
export const withdrawIncident = (incident: Incident, { now, by }: CommandContext): Incident => ({
  ...incident,
  withdrawn: { at: now, by },
  version: incident.version + 1,
})
