import type { Notification } from '../../../core/delivery/notification.ts'
import type { PendingNotification } from '../../delivery-store.ts'
import { columnsOf, type Sql } from '../sql.ts'
import { selectBodies } from './versioned.ts'

/** News that people are owed. Writes are in a transaction. */
export const notificationTable = {
  /** Owe news, in order; what is owed already, or follows news that never was, is left out. */
  async add(sql: Sql, list: readonly Notification[]): Promise<void> {
    if (list.length === 0) return
    const known = new Set(
      await notificationTable.owedKeys(
        sql,
        list.flatMap(({ key, follows }) => (follows === null ? [key] : [key, follows])),
      ),
    )
    const rows = list
      .filter(({ key, follows }) => {
        if (known.has(key) || (follows !== null && !known.has(follows))) return false
        known.add(key)
        return true
      })
      .map((one) => [one.key, one.topic, JSON.stringify(one)] as const)
    await sql.run(
      `INSERT INTO notifications (key, topic, body)
       SELECT key, topic, body FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY
         AS new (key, topic, body, position) ORDER BY position
       ON CONFLICT (key) DO NOTHING`,
      ...columnsOf(3, rows),
    )
  },
  async pending(sql: Sql, limit: number): Promise<readonly PendingNotification[]> {
    const rows = await sql.rows<{ sequence: number; body: string; cursor: string | null }>(
      'SELECT sequence, body, cursor FROM notifications WHERE expanded_at IS NULL ORDER BY sequence LIMIT $1',
      limit,
    )
    return rows.map(({ sequence, body, cursor }) => ({
      ...(JSON.parse(body) as Notification),
      sequence,
      cursor,
    }))
  },
  byKeys: (sql: Sql, keys: readonly string[]): Promise<readonly Notification[]> =>
    selectBodies(sql, 'SELECT body FROM notifications WHERE key = ANY ($1::text[]) ORDER BY sequence', keys),
  async owedKeys(sql: Sql, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await sql.rows<{ key: string }>(
      'SELECT key FROM notifications WHERE key = ANY ($1::text[])',
      keys,
    )
    return new Set(rows.map(({ key }) => key))
  },
  /** How far its recipients have been gone through; a null cursor: to the end. */
  async advance(sql: Sql, key: string, cursor: string | null, at: number): Promise<void> {
    await sql.run(
      'UPDATE notifications SET cursor = $1, expanded_at = $2 WHERE key = $3',
      cursor,
      cursor === null ? at : null,
      key,
    )
  },
}
