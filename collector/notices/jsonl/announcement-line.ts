import { z } from 'zod'
import { announcementFields } from '../../core/announcement/fields.ts'
import type { Announcement } from '../../core/announcement/announcement.ts'
import { importAuthor } from '../../core/incident/incident.ts'
import { Notify, strict, LineInstant } from '../fields/field-schemas.ts'
import { lineName, shapeOf } from '../fields/field-shape.ts'
import { lineFields, readFields } from '../fields/values.ts'
import { announcementReader, validateUntil } from '../rules/announcement-rules.ts'
import { parseInput } from '../rules/validate.ts'
import { type LineContext, commonLineFields, formatCommon, iso, parseCommon } from './line-context.ts'

const AnnouncementLine = strict({
  kind: z.literal('announcement'),
  ...commonLineFields,
  ...shapeOf(announcementFields, 'line'),
  published_at: LineInstant,
  written_at: LineInstant.optional(),
  author: z.string().min(1).max(200).optional(),
  notify: Notify.optional(),
})

/** An announcement of a line. @throws ValidationError with all that is wrong */
export function parseAnnouncementLine(value: object, read: LineContext): Announcement {
  const line = parseInput(AnnouncementLine, value)
  const draft = readFields(
    announcementFields,
    line,
    {
      ...announcementReader(read),
      text: read.words,
      instant: (path, written) => read.instant(path, written!),
    },
    { nameOf: lineName },
  )
  const publishedAt = read.recordedInstant('published_at', line.published_at)
  const announcement: Announcement = {
    id: line.id,
    ...draft,
    publishedAt,
    ...(line.written_at !== undefined && { writtenAt: read.instant('written_at', line.written_at) }),
    author: line.author ?? importAuthor,
    ...(line.notify === false && { notify: false }),
    version: 1,
    ...parseCommon(line, read),
  }
  read.throwIfInvalid()
  validateUntil(draft.until, publishedAt, read)
  read.throwIfInvalid()
  return announcement
}

/** An announcement as a line has it. */
export const formatAnnouncementLine = (announcement: Announcement): object => ({
  kind: 'announcement',
  id: announcement.id,
  ...lineFields(announcementFields, announcement),
  published_at: iso(announcement.publishedAt),
  ...(announcement.writtenAt !== undefined && { written_at: iso(announcement.writtenAt) }),
  author: announcement.author,
  ...(announcement.notify === false && { notify: false }),
  ...formatCommon(announcement),
})
