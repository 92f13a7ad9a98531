import type { Announcement } from '../announcement/announcement.ts'
import { maxNewsAge } from './incident-notifications.ts'
import { type Notification, topicOf } from './notification.ts'

/** The key of the news of an announcement: there is one, however often it is corrected. */
export const announcementKey = (id: string): string => `announcement/${id}`

/**
 * What people are owed when an announcement is stored: its news, when it is new and not dated more than a day ago.
 *
 * @param isNew was there none with its id?
 * @param now ms
 */
export function announcementNotifications(
  { id, notify, withdrawn, publishedAt }: Announcement,
  isNew: boolean,
  now: number,
): readonly Notification[] {
  if (!isNew || notify === false || withdrawn || publishedAt < now - maxNewsAge) return []
  return [
    {
      key: announcementKey(id),
      topic: topicOf('announcement', id),
      owedAt: now,
      dueAt: Math.max(now, publishedAt),
      follows: null,
      subject: { kind: 'announcement', id },
    },
  ]
}
