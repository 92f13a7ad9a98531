import { impactOfStatuses } from '../../core/incident/impact.ts'
import { z } from 'zod'
import { type Incident, type IncidentUpdate, importAuthor } from '../../core/incident/incident.ts'
import { checkStart, isDoubtfulStart } from '../rules/doubtful-start.ts'
import {
  LineId,
  LineInstant,
  type LineContext,
  commonLineFields,
  iso,
  messageIds,
  parseCommon,
  messageFields,
  formatCommon,
} from './line-context.ts'
import { Body, DeclaredComponents, Impact as ImpactWord, Priority, strict } from '../api/field-schemas.ts'
import { parseInput } from '../rules/validate.ts'

const IncidentLine = strict({
  kind: z.literal('incident'),
  ...commonLineFields,
  impact: ImpactWord.optional(),
  priority: Priority.nullable().optional(),
  started_at: LineInstant,
  detected_at: LineInstant.optional(),
  acknowledged_at: LineInstant.nullable().optional(),
  acknowledged_by: z.string().min(1).max(200).nullable().optional(),
  automatic: z.boolean().optional(),
  about: LineId.nullable().optional(),
  updates: z
    .array(
      strict({
        ...messageFields,
        status: z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem']),
        components: DeclaredComponents.optional(),
        impact: ImpactWord.nullable().optional(),
      }),
    )
    .min(1),
  postmortem: strict({
    body: Body,
    root_cause: Body.nullable().optional(),
    data_loss: z.number().min(0).max(1).nullable().optional(),
    actions: z.array(strict({ text: Body, done: z.boolean().optional() })).optional(),
    at: LineInstant,
    author: z.string().min(1).max(200).optional(),
  })
    .nullable()
    .optional(),
  false_alarm: strict({ reason: Body, at: LineInstant }).nullable().optional(),
  force: z.boolean().optional(),
})

/** An incident of a line. @throws ValidationError with all that is wrong */
export function parseIncidentLine(value: object, read: LineContext): Incident {
  const line = parseInput(IncidentLine, value)
  const { id, impact: given } = line
  const named = line.updates.flatMap(({ components = {} }) =>
    Array.isArray(components) ? [] : Object.values(components),
  )
  const listed = line.updates.some(({ components }) => Array.isArray(components) && components.length > 0)
  const impact = given ?? (named.length === 0 && listed ? 'minor' : impactOfStatuses(named))
  const startedAt = read.recordedInstant('started_at', line.started_at)
  const messageId = messageIds(id)
  const updates = line.updates.map((update, i): IncidentUpdate => {
    const path = `updates.${i}`
    const at = read.recordedInstant(`${path}.at`, update.at)
    return {
      id: update.id ?? messageId(at, update.status),
      at,
      status: update.status,
      body: read.words(`${path}.body`, update.body),
      components: read.declaredStatuses(
        `${path}.components`,
        update.components ?? {},
        update.impact ?? impact,
      ),
      ...(update.impact !== undefined && update.impact !== null && { impact: update.impact }),
      author: update.author ?? importAuthor,
      ...(update.written_at !== undefined && {
        writtenAt: read.instant(`${path}.written_at`, update.written_at),
      }),
      ...(update.notify !== undefined && { notify: update.notify }),
    }
  })
  refuseEarlyResolution(updates, startedAt, read)
  if (!line.force) refuseDoubtfulStart(updates, startedAt, read)
  const { postmortem, false_alarm: falseAlarm } = line
  const detectedAt =
    line.detected_at === undefined ? startedAt : read.recordedInstant('detected_at', line.detected_at)
  if (detectedAt < startedAt)
    read.addIssue('detected_at', 'is before "started_at". Write a time from then on.')
  const incident: Incident = {
    id,
    title: read.words('title', line.title),
    impact,
    priority: line.priority ?? null,
    startedAt,
    detectedAt,
    acknowledgedAt: read.instantOrNull('acknowledged_at', line.acknowledged_at),
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
    ...(postmortem && {
      postmortem: {
        body: read.words('postmortem.body', postmortem.body),
        rootCause: read.words('postmortem.root_cause', postmortem.root_cause ?? null),
        dataLoss:
          typeof postmortem.data_loss === 'number'
            ? Math.max(0, Math.ceil(postmortem.data_loss * 1e6 - 1e-6))
            : null,
        actions: (postmortem.actions ?? []).map(({ text, done }, i) => ({
          text: read.words(`postmortem.actions.${i}.text`, text),
          done: done ?? false,
        })),
        at: read.instant('postmortem.at', postmortem.at),
        author: postmortem.author ?? importAuthor,
      },
    }),
    ...parseCommon(line, read),
  }
  read.throwIfInvalid()
  return incident
}

/** Sorted by time it would not be the last message, and the incident would stay open for ever. */
function refuseEarlyResolution(
  updates: readonly IncidentUpdate[],
  startedAt: number,
  read: LineContext,
): void {
  // What cannot be read has been told already.
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
    title: incident.title,
    impact: incident.impact,
    priority: incident.priority,
    started_at: iso(incident.startedAt),
    detected_at: iso(incident.detectedAt),
    ...(incident.acknowledgedAt !== null && { acknowledged_at: iso(incident.acknowledgedAt) }),
    ...(incident.acknowledgedBy !== undefined && { acknowledged_by: incident.acknowledgedBy }),
    ...(incident.automatic && { automatic: true }),
    ...(incident.about !== null && { about: incident.about }),
    ...(isDoubtfulStart(incident.startedAt, incident.updates[0]?.at ?? 0) && { force: true }),
    updates: incident.updates.map(({ id, at, writtenAt, ...update }) => ({
      id,
      at: iso(at),
      ...update,
      ...(writtenAt !== undefined && { written_at: iso(writtenAt) }),
    })),
    ...(postmortem && {
      postmortem: {
        body: postmortem.body,
        root_cause: postmortem.rootCause,
        data_loss: postmortem.dataLoss === null ? null : postmortem.dataLoss / 1e6,
        actions: postmortem.actions,
        at: iso(postmortem.at),
        author: postmortem.author,
      },
    }),
    ...(falseAlarm && { false_alarm: { reason: falseAlarm.reason, at: iso(falseAlarm.at) } }),
    ...formatCommon(incident),
  }
}
