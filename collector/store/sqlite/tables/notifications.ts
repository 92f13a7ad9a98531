import type { Database } from 'better-sqlite3'
import type { Notification } from '../../../core/delivery/notification.ts'
import type { PendingNotification } from '../../delivery-store.ts'

type PendingRow = [number, string, string | null]

/** News that people are owed. */
export function notificationTable(db: Database) {
  const add = db.prepare<[string, string, string, string | null, string | null]>(
    `INSERT INTO notifications (key, topic, body) SELECT ?, ?, ?
     WHERE ? IS NULL OR EXISTS (SELECT 1 FROM notifications WHERE key = ?)
     ON CONFLICT (key) DO NOTHING`,
  )
  const pending = db
    .prepare<[number], PendingRow>(
      `SELECT sequence, body, cursor FROM notifications
       WHERE expanded_at IS NULL ORDER BY sequence LIMIT ?`,
    )
    .raw()
  const byKeys = db
    .prepare<[string], string>(
      'SELECT body FROM notifications WHERE key IN (SELECT value FROM json_each(?)) ORDER BY sequence',
    )
    .pluck()
  const selectOwed = db
    .prepare<[string], string>('SELECT key FROM notifications WHERE key IN (SELECT value FROM json_each(?))')
    .pluck()
  const advance = db.prepare<[string | null, number | null, string]>(
    'UPDATE notifications SET cursor = ?, expanded_at = ? WHERE key = ?',
  )
  const has = db.prepare<[string], number>('SELECT 1 FROM notifications WHERE key = ?').pluck()
  return {
    /** Owe news; what is owed already, or follows news that never was, is left out. In a transaction. */
    add(notification: Notification): void {
      const { key, topic, follows } = notification
      add.run(key, topic, JSON.stringify(notification), follows, follows)
    },
    isOwed: (key: string): boolean => has.get(key) !== undefined,
    pending: (limit: number): readonly PendingNotification[] =>
      pending
        .all(limit)
        .map(([sequence, body, cursor]) => ({ ...(JSON.parse(body) as Notification), sequence, cursor })),
    byKeys: (keys: readonly string[]): readonly Notification[] =>
      byKeys.all(JSON.stringify(keys)).map((body) => JSON.parse(body) as Notification),
    owedKeys: (keys: readonly string[]): ReadonlySet<string> => new Set(selectOwed.all(JSON.stringify(keys))),
    /** How far its recipients have been gone through; a null cursor: to the end. In a transaction. */
    advance(key: string, cursor: string | null, at: number): void {
      advance.run(cursor, cursor === null ? at : null, key)
    },
  }
}
