import type { Database } from 'better-sqlite3'
import type { Announcement } from '../../../core/announcement/announcement.ts'
import { Conflict } from '../../store.ts'

const parse = (body: string): Announcement => JSON.parse(body) as Announcement

/** Announcements. */
export function announcementTable(db: Database) {
  const get = db.prepare<[string], string>('SELECT body FROM announcements WHERE id = ?').pluck()
  const put = db.prepare<[string, number, number, string]>(
    'INSERT OR REPLACE INTO announcements (id, version, published_at, body) VALUES (?, ?, ?, ?)',
  )
  const all = db.prepare<[], string>('SELECT body FROM announcements ORDER BY published_at DESC, id').pluck()

  const announcement = (id: string): Announcement | null => {
    const body = get.get(id)
    return body === undefined ? null : parse(body)
  }
  return {
    announcement,
    /** Write an announcement. Throws Conflict unless its version follows the stored one. In a transaction. */
    /** Store one; returns what was there before, null for a new one. @throws Conflict */
    put(next: Announcement): Announcement | null {
      const current = announcement(next.id)
      const stored = current?.version ?? 0
      if (next.version !== stored + 1)
        throw new Conflict(
          `announcement ${next.id} is at version ${stored}, so what follows is ${stored + 1}, not ${next.version}`,
          current,
        )
      put.run(next.id, next.version, next.publishedAt, JSON.stringify(next))
      return current
    },
    /** See NoticeReader.announcements. */
    announcements: (): readonly Announcement[] => all.all().map(parse),
  }
}
