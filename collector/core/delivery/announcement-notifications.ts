import type { Announcement } from '../announcement/announcement.ts'
import { maxNewsAge } from './incident-notifications.ts'
import { type Notification, topicOf } from './notification.ts'

/**
 * What people are owed when an announcement is stored: the news of it, once, from when it is dated. A correction is no
 * news, nor is what is dated more than a day ago.
 *
 * @param now ms
 */
export function announcementNotifications(announcement: Announcement, now: number): readonly Notification[] {
  const { id, publishedAt, notify, withdrawn, version } = announcement
  if (version !== 1 || notify === false || withdrawn || publishedAt < now - maxNewsAge) return []
  return [
    {
      key: `announcement/${id}`,
      topic: topicOf('announcement', id),
      owedAt: now,
      dueAt: Math.max(now, publishedAt),
      follows: null,
      subject: { kind: 'announcement', id },
    },
  ]
}
