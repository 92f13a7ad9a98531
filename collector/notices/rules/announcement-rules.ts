import type { z } from 'zod'
import type { Announcement } from '../../core/announcement/announcement.ts'
import { announcementFields } from '../../core/announcement/fields.ts'
import type { NoticeField } from '../../core/notice/notice-field.ts'
import { orList } from '../../core/text/suggest.ts'
import type { CorrectAnnouncement, PublishAnnouncement } from '../api/announcement-schema.ts'
import { type FieldReader, readChange, readFields } from '../fields/values.ts'
import type { ValidationContext } from './validation-context.ts'

/** Reads the fields of an announcement; it has neither components nor a class. */
export const announcementReader = ({
  text,
  instant,
  pastInstant,
  addIssue,
}: ValidationContext): FieldReader => ({
  text,
  instant: (path, written) => instant(path, String(written)),
  pastInstant,
  componentIds: (_, ids) => ids,
  statuses: () => ({}),
  class: (_, name) => name,
  addIssue,
})

const fieldNames = Object.values<NoticeField>(announcementFields).map(({ name }) => name)

/** It must stand for a while, or nobody would ever see it. */
export function validateUntil(until: number | null, publishedAt: number, read: ValidationContext): void {
  if (until !== null && until <= publishedAt)
    read.addIssue('until', 'is not after it is published. Write a later time, or leave it out.')
}

/** A new announcement. @throws ValidationError `invalid` */
export function validatePublication(input: z.output<typeof PublishAnnouncement>, read: ValidationContext) {
  const draft = readFields(announcementFields, input, announcementReader(read))
  const publishedAt =
    input.published_at === undefined ? read.now : read.pastInstant('published_at', input.published_at)
  read.throwIfInvalid()
  validateUntil(draft.until, publishedAt, read)
  read.throwIfInvalid()
  return { ...draft, publishedAt, notify: input.notify ?? true }
}

/** Corrections of an announcement. @throws ValidationError `invalid` */
export function validateAnnouncementChange(
  current: Announcement,
  input: z.output<typeof CorrectAnnouncement>,
  read: ValidationContext,
) {
  const { version: _, ...fields } = input
  if (Object.values(fields).every((field) => field === undefined))
    read.addIssue('', `Nothing to change was given. Write ${orList([...fieldNames, 'published_at'])}.`)
  const change = {
    ...readChange(announcementFields, input, announcementReader(read)),
    ...(input.published_at !== undefined && {
      publishedAt: read.pastInstant('published_at', input.published_at),
    }),
  }
  read.throwIfInvalid()
  if (change.until !== undefined || change.publishedAt !== undefined)
    validateUntil(
      change.until === undefined ? current.until : change.until,
      change.publishedAt ?? current.publishedAt,
      read,
    )
  read.throwIfInvalid()
  return change
}
