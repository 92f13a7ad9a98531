import type { z } from 'zod'
import type { CorrectedUpdate } from '../../core/incident/commands.ts'
import type { Incident, IncidentStatus, Impact } from '../../core/incident/incident.ts'
import type { Reading } from './validation-context.ts'
import type { CorrectIncident } from '../api/incident-schema.ts'
import { quoted } from './validate.ts'

type Given = z.output<typeof CorrectIncident>
type GivenUpdate = NonNullable<Given['updates']>[number]

const closing = (status: IncidentStatus): boolean => status === 'resolved' || status === 'postmortem'

/** Corrections of an incident: what was said otherwise is kept. @throws RuleViolation `invalid` */
export function judgeCorrection(incident: Incident, given: Given, read: Reading) {
  const { version: _, ...fields } = given
  if (Object.values(fields).every((field) => field === undefined))
    read.wrong(
      '',
      'Nothing to correct was given. Write title, impact, priority, started_at, detected_at, acknowledged_at or updates; a new message is an update.',
    )
  const past = (path: 'started_at' | 'detected_at'): number | undefined =>
    given[path] === undefined ? undefined : read.past(path, given[path])
  const startedAt = past('started_at')
  const detectedAt = past('detected_at')
  const acknowledgedAt =
    typeof given.acknowledged_at === 'string'
      ? read.past('acknowledged_at', given.acknowledged_at)
      : given.acknowledged_at
  const title = read.text('title', given.title)
  const updates = corrected(incident, given.updates ?? [], given.impact ?? incident.impact, read)
  read.done()

  const began = startedAt ?? incident.startedAt
  const first = Math.min(
    ...incident.updates.map(({ id, at }) => updates.find((update) => update.id === id)?.at ?? at),
  )
  const timed = startedAt !== undefined || updates.some(({ at }) => at !== undefined)
  if (timed && began > first)
    read.wrong(
      startedAt === undefined ? 'updates' : 'started_at',
      'The incident would begin after its first message. Write an earlier started_at, or a later time for the message.',
    )
  if (
    (startedAt ?? detectedAt) !== undefined &&
    (detectedAt ?? incident.detectedAt) < began &&
    detectedAt !== undefined
  )
    read.wrong('detected_at', 'is before the incident began. Write a time from started_at on.')
  if (typeof acknowledgedAt === 'number' && acknowledgedAt < began)
    read.wrong('acknowledged_at', 'is before the incident began. Write a time from started_at on.')
  read.done()
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

function corrected(
  incident: Incident,
  given: readonly GivenUpdate[],
  impact: Impact,
  read: Reading,
): CorrectedUpdate[] {
  const named = incident.updates.flatMap(({ components }) => Object.keys(components))
  const seen = new Set<string>()
  return given.map((update, i) => {
    const path = `updates.${i}`
    const before = incident.updates.find(({ id }) => id === update.id)
    if (!before)
      read.wrong(
        `${path}.id`,
        `${quoted(update.id)} is no message of this incident. Write the id of one it has.`,
      )
    if (seen.has(update.id)) read.wrong(`${path}.id`, 'is there twice. Write one correction of each message.')
    seen.add(update.id)
    if (before && update.status && (update.status === 'postmortem') !== (before.status === 'postmortem'))
      read.wrong(`${path}.status`, 'A postmortem stays one, and is written in its own place.')
    if (incident.falseAlarm && update.status && !closing(update.status) && before && closing(before.status))
      read.wrong(`${path}.status`, 'It was marked as a false alarm and cannot be opened again.')
    return {
      id: update.id,
      ...(update.body !== undefined && { body: read.text(`${path}.body`, update.body) }),
      ...(update.at !== undefined && { at: read.past(`${path}.at`, update.at) }),
      ...(update.status !== undefined && { status: update.status }),
      ...(update.components !== undefined && {
        components: read.declared(`${path}.components`, update.components, update.impact ?? impact, named),
      }),
      ...(update.impact !== undefined && { impact: update.impact }),
    }
  })
}
