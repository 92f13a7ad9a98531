import { impactOfComponents, priorityOfImpact } from '../../core/incident/impact.ts'
import { type Incident, type IncidentStatus, incidentStatus, isOpen } from '../../core/incident/incident.ts'
import type { z } from 'zod'
import type { Text } from '../../core/text/localized-text.ts'
import type { ValidationContext } from './validation-context.ts'
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

/** It does not fit what the notice is now. */
const incidentNotNow = (message: string, current: Incident): ValidationError =>
  new ValidationError('not_now', [{ path: '', message }], { current })

/**
 * A new incident as a person tells it. Without an impact it has that of its worst component (`minor` for a mere list of
 * components, `none` without any); without a priority that of its impact.
 */
export function validateOpening(given: z.output<typeof OpenIncident>, read: ValidationContext, zone: string) {
  const at = given.at === undefined ? read.now : read.pastInstant('at', given.at)
  const startedAt = given.started_at === undefined ? at : read.pastInstant('started_at', given.started_at)
  const detectedAt = given.detected_at === undefined ? at : read.pastInstant('detected_at', given.detected_at)
  if (!given.force)
    for (const [path, started] of [
      ['at', at],
      ['started_at', startedAt],
      ['detected_at', detectedAt],
    ] as const)
      if (given[path] !== undefined) checkStart(started, startDoubt(path, read.now), read, zone)
  const said = given.components ?? {}
  const impact = given.impact ?? impactOfComponents(said)
  const title = read.text('title', given.title)
  const body = read.text('body', given.body)
  const components = read.declaredStatuses('components', said, impact)
  read.throwIfInvalid()
  if (startedAt > at)
    read.addIssue('started_at', 'is after the first message (`at`). Write a time up to that.')
  else if (detectedAt < startedAt)
    read.addIssue('detected_at', 'is before `started_at`. Write a time from then on.')
  read.throwIfInvalid()
  return {
    title,
    body,
    status: given.status ?? ('investigating' as const),
    impact,
    priority: given.priority === undefined ? priorityOfImpact(impact) : given.priority,
    components,
    startedAt,
    detectedAt,
    at,
    notify: given.notify ?? true,
  }
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

/** A message in an incident; closing, reopening and taking over are messages. */
export function validateUpdate(
  incident: Incident,
  given: z.output<typeof UpdateIncident>,
  read: ValidationContext,
  zone: string,
) {
  // A clock that was set back must not put a message before those that are there.
  const first = incident.updates[0]!.at
  const last = incident.updates[incident.updates.length - 1]!.at
  const at = given.at === undefined ? Math.max(read.now, last) : read.pastInstant('at', given.at)
  if (given.at !== undefined && at < incident.startedAt)
    read.addIssue(
      'at',
      `is before the incident began, ${formatInstantWords(incident.startedAt, zone)}. Write a later time, or correct started_at first.`,
    )
  else if (given.at !== undefined && at < first)
    read.addIssue(
      'at',
      `is before the first message, ${formatInstantWords(first, zone)}. Write a later time, or correct that message's.`,
    )
  const body = read.text('body', given.body)
  const components = read.declaredStatuses(
    'components',
    given.components ?? {},
    given.impact ?? incident.impact,
    namedComponents(incident),
  )
  read.throwIfInvalid()
  const status = given.status ?? statusAt(incident, at)
  if (incident.falseAlarm && status !== 'resolved' && status !== 'postmortem')
    throw incidentNotNow(
      'It was marked as a false alarm and cannot be opened again. Open a new incident.',
      incident,
    )
  return {
    at,
    status,
    body,
    components,
    ...(given.impact !== undefined && { impact: given.impact }),
    ...(given.priority !== undefined && { priority: given.priority }),
    notify: given.notify ?? true,
  }
}

/** Was it acknowledged by saying something in it? To acknowledge it once more changes nothing, and is nobody's mistake. */
export const isAcknowledgedByPerson = ({ acknowledgedAt, acknowledgedBy, updates }: Incident): boolean =>
  updates.some(({ at, author }) => at === acknowledgedAt && author === acknowledgedBy)

/** Somebody takes it on; the first to do so stays. */
export function validateAcknowledgement(
  incident: Incident,
  given: z.output<typeof AcknowledgeIncident>,
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
    given.at === undefined ? Math.max(read.now, incident.startedAt) : read.pastInstant('at', given.at)
  if (at < incident.startedAt)
    read.addIssue(
      'at',
      `is before the incident began, ${formatInstantWords(incident.startedAt, zone)}. Write a later time.`,
    )
  read.throwIfInvalid()
  return { at }
}

/** A share of data lost in millionths, rounded up; undefined where it cannot be read. */
function millionths(given: string | number): number | undefined {
  const percent = typeof given === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(given)?.[1] : undefined
  const share = typeof given === 'number' ? given : percent === undefined ? NaN : Number(percent) / 100
  // A hair less: 0.0003 × 1e6 is 300.00000000000006 or so, which is not more than 300.
  return share >= 0 && share <= 1 ? Math.max(0, Math.ceil(share * 1e6 - 1e-6)) : undefined
}

/** What was learnt once it is over. */
export function validatePostmortem(
  incident: Incident,
  given: z.output<typeof WritePostmortem>,
  read: ValidationContext,
) {
  if (isOpen(incident))
    throw incidentNotNow('It is still open. Resolve it first, then write what was learnt.', incident)
  const loss = given.data_loss ?? null
  const dataLoss = loss === null ? null : millionths(loss)
  if (dataLoss === undefined)
    read.addIssue('data_loss', 'is not a share. Write one from 0 to 1, or a percentage such as "0.5%".')
  const postmortem = {
    body: read.text('body', given.body),
    rootCause: read.text('root_cause', given.root_cause ?? null),
    dataLoss: dataLoss ?? null,
    actions: (given.actions ?? []).map((action, i) => {
      const whole = isAction(action) ? action : { text: action, done: false }
      return { text: read.text(`actions.${i}`, whole.text), done: whole.done ?? false }
    }),
  }
  read.throwIfInvalid()
  return postmortem
}

type PostmortemActionInput = { readonly text: Text; readonly done?: boolean | undefined }
/** A text per locale has locales for names, of two letters at least, and neither `text` nor `done` is one. */
const isAction = (action: Text | PostmortemActionInput): action is PostmortemActionInput =>
  typeof action === 'object' && 'text' in action

/** It never was. */
export function validateFalseAlarm(
  incident: Incident,
  given: z.output<typeof FalseAlarm>,
  read: ValidationContext,
) {
  if (incident.falseAlarm) throw incidentNotNow('It is marked as a false alarm already.', incident)
  const reason = read.text('reason', given.reason)
  read.throwIfInvalid()
  return { reason }
}
