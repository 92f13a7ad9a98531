import type { z } from 'zod'
import type { UpdateCorrection } from '../../core/incident/commands.ts'
import type { Incident, IncidentStatus, Impact } from '../../core/incident/incident.ts'
import { incidentFields } from '../../core/incident/fields.ts'
import { orList } from '../../core/text/suggest.ts'
import type { ValidationContext } from './validation-context.ts'
import type { CorrectIncident } from '../api/incident-schema.ts'
import { checkStart } from './doubtful-start.ts'
import { startDoubt } from './incident-rules.ts'
import { quoteInput } from './validate.ts'

type IncidentCorrectionInput = z.output<typeof CorrectIncident>
type UpdateCorrectionInput = NonNullable<IncidentCorrectionInput['updates']>[number]

const fieldNames = Object.values(incidentFields).map(({ name }) => name)

const isClosing = (status: IncidentStatus): boolean => status === 'resolved' || status === 'postmortem'

/** Corrections of an incident: what was said otherwise is kept. @throws ValidationError `invalid` */
export function validateIncidentCorrection(
  incident: Incident,
  given: IncidentCorrectionInput,
  read: ValidationContext,
  zone: string,
) {
  const { version: _, force, ...fields } = given
  if (Object.values(fields).every((field) => field === undefined))
    read.addIssue(
      '',
      `Nothing to correct was given. Write ${orList([...fieldNames, 'updates'])}; a new message is an update.`,
    )
  const past = (path: 'started_at' | 'detected_at'): number | undefined =>
    given[path] === undefined ? undefined : read.pastInstant(path, given[path])
  const startedAt = past('started_at')
  const detectedAt = past('detected_at')
  // One that began long ago may be corrected by as much as any other.
  if (startedAt !== undefined && !force)
    checkStart(startedAt, startDoubt('started_at', Math.min(read.now, incident.startedAt)), read, zone)
  const acknowledgedAt =
    typeof given.acknowledged_at === 'string'
      ? read.pastInstant('acknowledged_at', given.acknowledged_at)
      : given.acknowledged_at
  const title = read.text('title', given.title)
  const updates = correctedUpdate(incident, given.updates ?? [], given.impact ?? incident.impact, read)
  read.throwIfInvalid()

  const began = startedAt ?? incident.startedAt
  const first = Math.min(
    ...incident.updates.map(({ id, at }) => updates.find((update) => update.id === id)?.at ?? at),
  )
  const timed = startedAt !== undefined || updates.some(({ at }) => at !== undefined)
  if (timed && began > first)
    read.addIssue(
      startedAt === undefined ? 'updates' : 'started_at',
      'The incident would begin after its first message. Write an earlier started_at, or a later time for the message.',
    )
  if (
    (startedAt ?? detectedAt) !== undefined &&
    (detectedAt ?? incident.detectedAt) < began &&
    detectedAt !== undefined
  )
    read.addIssue('detected_at', 'is before the incident began. Write a time from started_at on.')
  if (typeof acknowledgedAt === 'number' && acknowledgedAt < began)
    read.addIssue('acknowledged_at', 'is before the incident began. Write a time from started_at on.')
  read.throwIfInvalid()
  return {
    ...(title !== undefined && { title }),
    ...(given.impact !== undefined && { impact: given.impact }),
    ...(given.priority !== undefined && { priority: given.priority }),
    ...(startedAt !== undefined && { startedAt }),
    ...(detectedAt !== undefined && { detectedAt }),
    ...(acknowledgedAt !== undefined && { acknowledgedAt }),
    ...(updates.length > 0 && { updates }),
  }
}

function correctedUpdate(
  incident: Incident,
  given: readonly UpdateCorrectionInput[],
  impact: Impact,
  read: ValidationContext,
): UpdateCorrection[] {
  const named = incident.updates.flatMap(({ components }) => Object.keys(components))
  const seen = new Set<string>()
  return given.map((update, i) => {
    const path = `updates.${i}`
    const before = incident.updates.find(({ id }) => id === update.id)
    if (!before)
      read.addIssue(
        `${path}.id`,
        `${quoteInput(update.id)} is no message of this incident. Write the id of one it has.`,
      )
    if (seen.has(update.id))
      read.addIssue(`${path}.id`, 'is there twice. Write one correction of each message.')
    seen.add(update.id)
    if (before && update.status && (update.status === 'postmortem') !== (before.status === 'postmortem'))
      read.addIssue(`${path}.status`, 'A postmortem stays one, and is written in its own place.')
    if (
      incident.falseAlarm &&
      update.status &&
      !isClosing(update.status) &&
      before &&
      isClosing(before.status)
    )
      read.addIssue(`${path}.status`, 'It was marked as a false alarm and cannot be opened again.')
    return {
      id: update.id,
      ...(update.body !== undefined && { body: read.text(`${path}.body`, update.body) }),
      ...(update.at !== undefined && { at: read.pastInstant(`${path}.at`, update.at) }),
      ...(update.status !== undefined && { status: update.status }),
      ...(update.components !== undefined && {
        components: read.declaredStatuses(
          `${path}.components`,
          update.components,
          update.impact ?? impact,
          named,
        ),
      }),
      ...(update.impact !== undefined && { impact: update.impact }),
    }
  })
}
