import { type Announcement, isCurrent } from '../../core/announcement/announcement.ts'
import { announcementFields } from '../../core/announcement/fields.ts'
import type { Config } from '../../core/config/config.ts'
import { viewFields } from '../fields/values.ts'
import { correctionViews, noticeAddress } from './notice-view.ts'
import type { AnnouncementView } from './announcement-schema.ts'

const iso = (at: number): string => new Date(at).toISOString()

/** An announcement as the API and `--json` print it at an instant (ms). */
export const announcementView = (
  announcement: Announcement,
  now: number,
  { page }: Pick<Config, 'page'>,
): AnnouncementView => ({
  id: announcement.id,
  kind: 'announcement',
  version: announcement.version,
  ...(viewFields(announcementFields, announcement) as Pick<
    AnnouncementView,
    (typeof announcementFields)[keyof typeof announcementFields]['name']
  >),
  current: isCurrent(announcement, now),
  published_at: iso(announcement.publishedAt),
  written_at: iso(announcement.writtenAt ?? announcement.publishedAt),
  author: announcement.author,
  notify: announcement.notify ?? true,
  corrections: correctionViews(announcement.corrections),
  file: announcement.file ?? null,
  url: noticeAddress(page, `announcements/${announcement.id}`),
})
