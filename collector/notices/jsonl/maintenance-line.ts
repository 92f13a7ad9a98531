import { importAuthor } from '../../core/incident/incident.ts'
import { z } from 'zod'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { lineName, shapeOf } from '../fields/field-shape.ts'
import { lineFields, readFields } from '../fields/values.ts'
import type { Maintenance, MaintenanceUpdate } from '../../core/maintenance/maintenance.ts'
import {
  LineId,
  type LineContext,
  createLineReader,
  commonLineFields,
  iso,
  messageIds,
  parseCommon,
  messageFields,
  formatCommon,
} from './line-context.ts'
import { strict, LineInstant } from '../fields/field-schemas.ts'
import { parseInput } from '../rules/validate.ts'

const MaintenanceLine = strict({
  kind: z.literal('maintenance'),
  ...commonLineFields,
  ...shapeOf(maintenanceFields, 'line'),
  published_at: LineInstant,
  started_at: LineInstant.nullable().optional(),
  completed_at: LineInstant.nullable().optional(),
  cancelled_at: LineInstant.nullable().optional(),
  announced: z
    .array(strict({ at: LineInstant, from: LineInstant, until: LineInstant }))
    .min(1)
    .optional(),
  updates: z
    .array(
      strict({
        ...messageFields,
        status: z.enum(['scheduled', 'in_progress', 'verifying', 'completed', 'cancelled']),
      }),
    )
    .max(1_000)
    .optional(),
  programme: strict({
    entry: LineId,
    original_for: LineInstant,
    original_day: z.iso.date().optional(),
    changed: z.boolean().optional(),
  })
    .nullable()
    .optional(),
})

/** A maintenance of a line; it was announced when it was published, unless the line has earlier announcements. @throws ValidationError */
export function parseMaintenanceLine(value: object, read: LineContext): Maintenance {
  const line = parseInput(MaintenanceLine, value)
  const { id, programme } = line
  const plan = readFields(maintenanceFields, line, createLineReader(read), { nameOf: lineName })
  const { scheduledFor: from, scheduledUntil: until } = plan
  const publishedAt = read.recordedInstant('published_at', line.published_at)
  const announced = line.announced?.map((span, i) => ({
    at: read.recordedInstant(`announced.${i}.at`, span.at),
    from: read.instant(`announced.${i}.from`, span.from),
    to: read.instant(`announced.${i}.until`, span.until),
  }))
  const last = announced?.at(-1)
  if (until <= from) read.addIssue('until', 'is not after "from". Write a later time.')
  if (last && (last.from !== from || last.to !== until))
    read.addIssue('announced', 'does not end with the window itself. Write "from" and "until" there as well.')
  const messageId = messageIds(id)
  const updates = (line.updates ?? [])
    .map((update, i): MaintenanceUpdate => {
      const path = `updates.${i}`
      const at = read.recordedInstant(`${path}.at`, update.at)
      return {
        id: update.id ?? messageId(at, update.status),
        at,
        status: update.status,
        body: read.words(`${path}.body`, update.body),
        author: update.author ?? importAuthor,
        ...(update.written_at !== undefined && {
          writtenAt: read.instant(`${path}.written_at`, update.written_at),
        }),
        ...(update.notify !== undefined && { notify: update.notify }),
      }
    })
    .toSorted((a, b) => a.at - b.at)
  const maintenance: Maintenance = {
    id,
    ...plan,
    publishedAt,
    announced: announced ?? [{ at: publishedAt, from, to: until }],
    startedAt: read.instantOrNull('started_at', line.started_at),
    completedAt: read.instantOrNull('completed_at', line.completed_at),
    cancelledAt: read.instantOrNull('cancelled_at', line.cancelled_at),
    updates,
    programme: programme
      ? {
          entry: programme.entry,
          originalFor: read.instant('programme.original_for', programme.original_for),
          ...(programme.original_day !== undefined && { originalDay: programme.original_day }),
          changed: programme.changed ?? false,
        }
      : null,
    version: 1,
    ...parseCommon(line, read),
  }
  read.throwIfInvalid()
  return maintenance
}

/** A maintenance as a line has it. */
export const formatMaintenanceLine = (maintenance: Maintenance): object => {
  const { startedAt, completedAt, cancelledAt, programme, announced } = maintenance
  const { updates } = maintenance
  const first = announced[0]!
  const plain = announced.length === 1 && first.at === maintenance.publishedAt
  return {
    kind: 'maintenance',
    id: maintenance.id,
    ...lineFields(maintenanceFields, maintenance),
    published_at: iso(maintenance.publishedAt),
    ...(startedAt !== null && { started_at: iso(startedAt) }),
    ...(completedAt !== null && { completed_at: iso(completedAt) }),
    ...(cancelledAt !== null && { cancelled_at: iso(cancelledAt) }),
    ...(!plain && {
      announced: announced.map(({ at, from, to }) => ({ at: iso(at), from: iso(from), until: iso(to) })),
    }),
    ...(updates.length > 0 && {
      updates: updates.map(({ id, at, writtenAt, ...update }) => ({
        id,
        at: iso(at),
        ...update,
        ...(writtenAt !== undefined && { written_at: iso(writtenAt) }),
      })),
    }),
    ...(programme && {
      programme: {
        entry: programme.entry,
        original_for: iso(programme.originalFor),
        ...(programme.originalDay !== undefined && { original_day: programme.originalDay }),
        ...(programme.changed && { changed: true }),
      },
    }),
    ...formatCommon(maintenance),
  }
}
