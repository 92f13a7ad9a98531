import { formatApiInstant, type Correction } from '../notice/correction.ts'
import { pickFields } from '../notice/notice-field.ts'
import type { CommandContext } from '../notice/command-context.ts'
import type { Announcement } from './announcement.ts'
import { type AnnouncementChange, type AnnouncementDraft, announcementFields } from './fields.ts'

/** What is written of an announcement besides its fields: what it is dated (ms), and whether people are notified. */
type PublicationInput = { readonly publishedAt: number; readonly notify: boolean }

/** Publish one. */
export const publishAnnouncement = (
  input: AnnouncementDraft & PublicationInput,
  { now, by, id }: CommandContext,
): Announcement => ({
  id: id(),
  ...pickFields(announcementFields, input),
  publishedAt: input.publishedAt,
  ...(input.publishedAt !== now && { writtenAt: now }),
  author: by,
  ...(!input.notify && { notify: false }),
  version: 1,
})

/** What can be corrected: the member, and the name a correction of it has. */
export const correctableAnnouncementFields = [
  ...Object.entries(announcementFields).map(
    ([member, { name }]) => [member as keyof AnnouncementDraft, name] as const,
  ),
  ['publishedAt', 'published_at'],
] as const

/** A value as corrections keep it. */
const recorded = (value: unknown): unknown =>
  typeof value === 'number' ? formatApiInstant(value) : (value ?? null)

/** Change what it says: what it said before is kept. What is absent stays; null is none. */
export function correctAnnouncement(
  announcement: Announcement,
  change: AnnouncementChange & { readonly publishedAt?: number },
  { now, by }: CommandContext,
): Announcement {
  const corrections: Correction[] = correctableAnnouncementFields.flatMap(([member, what]) => {
    const after = change[member]
    if (after === undefined || JSON.stringify(after) === JSON.stringify(announcement[member])) return []
    return [{ at: now, by, what, before: recorded(announcement[member]) }]
  })
  return {
    ...announcement,
    ...change,
    version: announcement.version + 1,
    corrections: [...(announcement.corrections ?? []), ...corrections],
  }
}

/** It leaves the page, and stays on record. */
export const withdrawAnnouncement = (
  announcement: Announcement,
  { now, by }: CommandContext,
): Announcement => ({ ...announcement, withdrawn: { at: now, by }, version: announcement.version + 1 })
