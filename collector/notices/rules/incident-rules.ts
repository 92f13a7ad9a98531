import { impactOfComponents } from '../../core/incident/impact.ts'
import { type Incident, type IncidentStatus, incidentStatus, isOpen } from '../../core/incident/incident.ts'
import type { z } from 'zod'
import { incidentFields, incidentUpdateFields, postmortemFields } from '../../core/incident/fields.ts'
import type { FieldChange } from '../../core/notice/notice-field.ts'
import { createFieldReader } from './field-reader.ts'
import { readChange, readFields } from '../fields/values.ts'
import type { PageSettings, ValidationContext } from './validation-context.ts'
import { ValidationError } from './validation-error.ts'
import type {
  AcknowledgeIncident,
  FalseAlarm,
  OpenIncident,
  UpdateIncident,
  WritePostmortem,
} from '../api/incident-schema.ts'
import { type StartDoubt, checkStart } from './doubtful-start.ts'
import { formatInstantWords } from './time-words.ts'

/** A refusal because of the state the incident is in. */
const incidentNotNow = (message: string, current: Incident): ValidationError =>
  new ValidationError('not_now', [{ path: '', message }], { current })

/** A new incident as a person reports it; components that are only listed have the status of its impact. */
export function validateOpening(
  input: z.output<typeof OpenIncident>,
  read: ValidationContext,
  page: PageSettings,
) {
  const impact = input.impact ?? impactOfComponents(input.components ?? {})
  const reader = createFieldReader(read, { page, impact })
  const facts = readChange(incidentFields, input, reader)
  // The impact of an opening is that of the incident.
  const { impact: _, ...message } = readChange(incidentUpdateFields, input, reader)
  if (!input.force)
    doubtStarts({ at: message.at, started_at: facts.startedAt, detected_at: facts.detectedAt }, read, page)
  read.throwIfInvalid()
  const at = message.at ?? read.now
  const startedAt = facts.startedAt ?? at
  const detectedAt = facts.detectedAt ?? at
  if (startedAt > at)
    read.addIssue('started_at', 'is after the first message (`at`). Write a time up to that.')
  else if (detectedAt < startedAt)
    read.addIssue('detected_at', 'is before `started_at`. Write a time from then on.')
  read.throwIfInvalid()
  return {
    facts: { ...facts, title: facts.title!, startedAt, detectedAt },
    message: messageOf(message, { at, status: message.status ?? 'investigating' }),
    notify: input.notify ?? true,
  }
}

/** A message with what the rules conclude where its input leaves it open. */
const messageOf = (
  message: FieldChange<typeof incidentUpdateFields>,
  concluded: { readonly at: number; readonly status: IncidentStatus },
) => ({ ...message, ...concluded, body: message.body!, components: message.components ?? {} })
/** A new incident that began long ago is likely a slip in the year. */
function doubtStarts(
  starts: Readonly<Record<string, number | undefined>>,
  read: ValidationContext,
  { page }: PageSettings,
): void {
  for (const [path, startedAt] of Object.entries(starts))
    if (startedAt !== undefined) checkStart(startedAt, startDoubt(path, read.now), read, page.timezone)
}

/** A start that is long ago is confirmed in the words of the API and of the command line. */
export const startDoubt = (path: string, now: number): StartDoubt => ({
  path,
  reportedAt: now,
  relation: 'ago',
  confirmation: '--force ("force": true)',
})

/** The status an incident had at an instant (ms): a message dated back leaves it as it was then. */
const statusAt = (incident: Incident, at: number): IncidentStatus =>
  incident.updates.findLast((update) => update.at <= at)?.status ?? incidentStatus(incident)

const namedComponents = (incident: Incident): string[] =>
  incident.updates.flatMap(({ components }) => Object.keys(components))

/** Messages of one incident: its page, and everything that is made of it, is written again with each. */
const maxMessages = 1_000

/** A message in an incident; closing, reopening and taking over are messages. */
export function validateUpdate(
  incident: Incident,
  input: z.output<typeof UpdateIncident>,
  read: ValidationContext,
  page: PageSettings,
) {
  const zone = page.page.timezone
  // A clock that was set back must not put a message before those that are there.
  const first = incident.updates[0]!.at
  const last = incident.updates[incident.updates.length - 1]!.at
  const reader = createFieldReader(read, {
    page,
    formerComponents: namedComponents(incident),
    impact: incident.impact,
  })
  const message = readChange(incidentUpdateFields, input, reader)
  const at = message.at ?? Math.max(read.now, last)
  if (message.at !== undefined && at < incident.startedAt)
    read.addIssue(
      'at',
      `is before the incident began, ${formatInstantWords(incident.startedAt, zone)}. Write a later time, or correct started_at first.`,
    )
  else if (message.at !== undefined && at < first)
    read.addIssue(
      'at',
      `is before the first message, ${formatInstantWords(first, zone)}. Write a later time, or correct that message's.`,
    )
  read.throwIfInvalid()
  const status = message.status ?? statusAt(incident, at)
  if (incident.falseAlarm && status !== 'resolved' && status !== 'postmortem')
    throw incidentNotNow(
      'It was marked as a false alarm and cannot be opened again. Open a new incident.',
      incident,
    )
  if (incident.updates.length >= maxMessages && status !== 'resolved' && status !== 'postmortem')
    throw incidentNotNow(
      `It has ${maxMessages} messages. Resolve it, and open another incident for what goes on.`,
      incident,
    )
  return {
    message: messageOf(message, { at, status }),
    ...(input.priority !== undefined && { priority: input.priority }),
    notify: input.notify ?? true,
  }
}

/** Was it acknowledged by a message? To acknowledge it once more then changes nothing, and is no mistake. */
export const isAcknowledgedByPerson = ({ acknowledgedAt, acknowledgedBy, updates }: Incident): boolean =>
  updates.some(({ at, author }) => at === acknowledgedAt && author === acknowledgedBy)

/** Validate an acknowledgement; the first one stays. */
export function validateAcknowledgement(
  incident: Incident,
  input: z.output<typeof AcknowledgeIncident>,
  read: ValidationContext,
  zone: string,
) {
  if (incident.acknowledgedAt !== null) {
    const by = incident.acknowledgedBy === undefined ? '' : ` by ${incident.acknowledgedBy}`
    throw incidentNotNow(
      `It was acknowledged already${by}, ${formatInstantWords(incident.acknowledgedAt, zone)}. To change that, correct acknowledged_at.`,
      incident,
    )
  }
  if (!isOpen(incident))
    throw incidentNotNow(
      'It is over, so there is nothing to acknowledge. To date it back, correct acknowledged_at.',
      incident,
    )
  const at =
    input.at === undefined ? Math.max(read.now, incident.startedAt) : read.pastInstant('at', input.at)
  if (at < incident.startedAt)
    read.addIssue(
      'at',
      `is before the incident began, ${formatInstantWords(incident.startedAt, zone)}. Write a later time.`,
    )
  read.throwIfInvalid()
  return { at }
}

/** Validate a postmortem, which an incident has once it is over. */
export function validatePostmortem(
  incident: Incident,
  input: z.output<typeof WritePostmortem>,
  read: ValidationContext,
  page: PageSettings,
) {
  if (isOpen(incident))
    throw incidentNotNow('It is still open. Resolve it first, then write what was learnt.', incident)
  const postmortem = readFields(postmortemFields, input, createFieldReader(read, { page }))
  read.throwIfInvalid()
  return postmortem
}

/** Validate the marking as a false alarm. */
export function validateFalseAlarm(
  incident: Incident,
  input: z.output<typeof FalseAlarm>,
  read: ValidationContext,
) {
  if (incident.falseAlarm) throw incidentNotNow('It is marked as a false alarm already.', incident)
  const reason = read.text('reason', input.reason)
  read.throwIfInvalid()
  return { reason }
}
