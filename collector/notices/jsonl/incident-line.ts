import { impactOfStatuses } from '../../core/incident/impact.ts'
import { z } from 'zod'
import { incidentFields, incidentUpdateFields, postmortemFields } from '../../core/incident/fields.ts'
import { checkStart, isDoubtfulStart } from '../rules/doubtful-start.ts'
import { dropEmptyFields } from '../../core/notice/notice-field.ts'
import {
  type Impact,
  type Incident,
  type IncidentUpdate,
  importAuthor,
} from '../../core/incident/incident.ts'
import {
  LineAuthor,
  LineId,
  type LineContext,
  type LineFieldReader,
  createLineReader,
  commonLineFields,
  iso,
  messageIds,
  parseCommon,
  messageFields,
  formatCommon,
} from './line-context.ts'
import { Body, strict, LineInstant } from '../fields/field-schemas.ts'
import { shapeOf } from '../fields/field-shape.ts'
import { lineFields, readChange, readFields, viewFields } from '../fields/values.ts'
import { parseInput } from '../rules/validate.ts'

const IncidentLine = strict({
  kind: z.literal('incident'),
  ...commonLineFields,
  ...shapeOf(incidentFields, 'line'),
  acknowledged_by: z.string().min(1).max(200).nullable().optional(),
  overrides: strict({ impact: LineAuthor.optional(), priority: LineAuthor.optional() }).optional(),
  automatic: z.boolean().optional(),
  about: LineId.nullable().optional(),
  updates: z
    .array(
      strict({
        ...messageFields,
        ...shapeOf(incidentUpdateFields, 'line'),
      }),
    )
    .min(1)
    .max(1_000),
  postmortem: strict({
    ...shapeOf(postmortemFields, 'line'),
    at: LineInstant,
    author: z.string().min(1).max(200).optional(),
  })
    .nullable()
    .optional(),
  false_alarm: strict({ reason: Body, at: LineInstant }).nullable().optional(),
  force: z.boolean().optional(),
})

/** The incident of a line. @throws ValidationError with every issue */
export function parseIncidentLine(value: object, read: LineContext): Incident {
  const line = parseInput(IncidentLine, value)
  const { id, postmortem, false_alarm: falseAlarm } = line
  const impact = line.impact ?? impactOfMessages(line.updates)
  const reader = createLineReader(read, impact)
  const { startedAt, detectedAt, ...facts } = readChange(incidentFields, line, reader)
  const began = startedAt!
  const updates = parseUpdates(line, reader)
  refuseEarlyResolution(updates, began, read)
  if (!line.force) refuseDoubtfulStart(updates, began, read)
  if (detectedAt !== undefined && detectedAt < began)
    read.addIssue('detected_at', 'is before "started_at". Write a time from then on.')
  const incident = dropEmptyFields(incidentFields, {
    id,
    ...facts,
    title: facts.title!,
    impact,
    priority: facts.priority ?? null,
    startedAt: began,
    detectedAt: detectedAt ?? began,
    acknowledgedAt: facts.acknowledgedAt ?? null,
    automatic: line.automatic ?? false,
    about: line.about ?? null,
    updates: updates.toSorted((a, b) => a.at - b.at),
    falseAlarm: falseAlarm
      ? {
          reason: read.words('false_alarm.reason', falseAlarm.reason),
          at: read.instant('false_alarm.at', falseAlarm.at),
        }
      : null,
    version: 1,
    ...(line.acknowledged_by && { acknowledgedBy: line.acknowledged_by }),
    ...(line.overrides && { overrides: line.overrides }),
    ...(postmortem && {
      postmortem: {
        ...readFields(postmortemFields, postmortem, reader, { prefix: 'postmortem.' }),
        at: read.instant('postmortem.at', postmortem.at),
        author: postmortem.author ?? importAuthor,
      },
    }),
    ...parseCommon(line, read),
  }) as Incident
  read.throwIfInvalid()
  return incident
}

type ParsedIncidentLine = z.output<typeof IncidentLine>

/** The impact of a line that says none: that of its worst status. */
function impactOfMessages(updates: ParsedIncidentLine['updates']): Impact {
  const statuses = updates.flatMap(({ components = {} }) =>
    Array.isArray(components) ? [] : Object.values(components),
  )
  const isListed = updates.some(({ components }) => Array.isArray(components) && components.length > 0)
  return statuses.length === 0 && isListed ? 'minor' : impactOfStatuses(statuses)
}

function parseUpdates({ id, updates }: ParsedIncidentLine, reader: LineFieldReader): IncidentUpdate[] {
  const messageId = messageIds(id)
  return updates.map((update, i): IncidentUpdate => {
    const prefix = `updates.${i}.`
    const fields = readFields(incidentUpdateFields, update, reader, { prefix })
    return {
      id: update.id ?? messageId(fields.at, fields.status),
      ...fields,
      author: update.author ?? importAuthor,
      ...(update.written_at !== undefined && {
        writtenAt: reader.instant(`${prefix}written_at`, update.written_at),
      }),
      ...(update.notify !== undefined && { notify: update.notify }),
    }
  })
}

/** Sorted by time it would not be the last message, and the incident would stay open for ever. */
function refuseEarlyResolution(
  updates: readonly IncidentUpdate[],
  startedAt: number,
  read: LineContext,
): void {
  // An instant that cannot be read is an issue already.
  if (startedAt >= read.now) return
  for (const [i, { status, at }] of updates.entries())
    if (status === 'resolved' && at < startedAt)
      read.addIssue(
        `updates.${i}.at`,
        'is before "started_at", and says "resolved". Write a time from then on.',
      )
}

/** A history is old as a whole; a start that is far from its own first message is likely a slip. */
function refuseDoubtfulStart(updates: readonly IncidentUpdate[], startedAt: number, read: LineContext): void {
  const reportedAt = Math.min(...updates.map(({ at }) => at))
  const relation = 'before the first message'
  checkStart(
    startedAt,
    { path: 'started_at', reportedAt, relation, confirmation: '"force": true' },
    read,
    'UTC',
  )
}

/** An incident as a line has it. */
export const formatIncidentLine = (incident: Incident): object => {
  const { postmortem, falseAlarm } = incident
  return {
    kind: 'incident',
    id: incident.id,
    ...lineFields(incidentFields, incident),
    ...(incident.acknowledgedBy !== undefined && { acknowledged_by: incident.acknowledgedBy }),
    ...(incident.overrides && { overrides: incident.overrides }),
    ...(incident.automatic && { automatic: true }),
    ...(incident.about !== null && { about: incident.about }),
    ...(isDoubtfulStart(incident.startedAt, incident.updates[0]?.at ?? 0) && { force: true }),
    updates: incident.updates.map((update) => ({
      id: update.id,
      at: iso(update.at),
      status: update.status,
      ...lineFields(incidentUpdateFields, update),
      author: update.author,
      ...(update.notify !== undefined && { notify: update.notify }),
      ...(update.writtenAt !== undefined && { written_at: iso(update.writtenAt) }),
    })),
    ...(postmortem && {
      postmortem: {
        ...viewFields(postmortemFields, postmortem),
        at: iso(postmortem.at),
        author: postmortem.author,
      },
    }),
    ...(falseAlarm && { false_alarm: { reason: falseAlarm.reason, at: iso(falseAlarm.at) } }),
    ...formatCommon(incident),
  }
}
