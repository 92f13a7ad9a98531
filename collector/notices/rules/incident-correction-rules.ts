import type { z } from 'zod'
import type { UpdateCorrection } from '../../core/incident/commands.ts'
import type { Incident, IncidentStatus } from '../../core/incident/incident.ts'
import { incidentFields, incidentUpdateFields } from '../../core/incident/fields.ts'
import type { NoticeField } from '../../core/notice/notice-field.ts'
import { orList } from '../../core/text/suggest.ts'
import { createFieldReader } from './field-reader.ts'
import { readChange } from '../fields/values.ts'
import type { PageSettings, ValidationContext } from './validation-context.ts'
import type { CorrectIncident } from '../api/incident-schema.ts'
import { checkStart } from './doubtful-start.ts'
import { startDoubt } from './incident-rules.ts'
import { quoteInput } from './validate.ts'

type IncidentCorrectionInput = z.output<typeof CorrectIncident>

const fieldNames = Object.values<NoticeField>(incidentFields).map(({ name }) => name)

const isClosing = (status: IncidentStatus): boolean => status === 'resolved' || status === 'postmortem'

/** Validate the corrections of an incident. @throws ValidationError `invalid` */
export function validateIncidentCorrection(
  incident: Incident,
  input: IncidentCorrectionInput,
  read: ValidationContext,
  page: PageSettings,
) {
  const { version: _, force, ...fields } = input
  if (Object.values(fields).every((field) => field === undefined))
    read.addIssue(
      '',
      `Nothing to correct was given. Write ${orList([...fieldNames, 'updates'])}; a new message is an update.`,
    )
  const facts = readChange(incidentFields, input, createFieldReader(read, { page }))
  // One that began long ago may be corrected by as much as any other.
  if (facts.startedAt !== undefined && !force)
    checkStart(
      facts.startedAt,
      startDoubt('started_at', Math.min(read.now, incident.startedAt)),
      read,
      page.page.timezone,
    )
  const updates = correctedUpdates(incident, input, read, page)
  read.throwIfInvalid()

  const { startedAt, detectedAt, acknowledgedAt } = facts
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
  return { ...facts, updates }
}

function correctedUpdates(
  incident: Incident,
  { updates = [], impact = incident.impact }: IncidentCorrectionInput,
  read: ValidationContext,
  page: PageSettings,
): UpdateCorrection[] {
  const formerComponents = incident.updates.flatMap(({ components }) => Object.keys(components))
  const reader = createFieldReader(read, { page, formerComponents, impact })
  const seen = new Set<string>()
  return updates.map((update, i) => {
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
      ...readChange(incidentUpdateFields, update, reader, { prefix: `${path}.` }),
    }
  })
}
