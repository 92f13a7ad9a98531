import { keptNotifications } from '../../notification-store.ts'
import type { Sql } from '../sql.ts'

// What a text of PostgreSQL cannot hold is written in JSON as an escape, which it does not read either.
const follows = String.raw`regexp_replace(owed.body, '\\u(0000|d[89a-f][0-9a-f]{2})', '\\ufffd', 'g')::json ->> 'follows'`

/** See NotificationStore. In a transaction. */
export const pruneNotifications = (sql: Sql, before: number, limit: number): Promise<number> =>
  sql.run(
    `DELETE FROM notifications WHERE sequence IN (
       SELECT sequence FROM notifications AS owed
       WHERE expanded_at < $1
         -- Numbers have gaps where a transaction was rolled back: the last ones are counted.
         AND sequence <= (SELECT sequence FROM notifications ORDER BY sequence DESC OFFSET $2 LIMIT 1)
         AND key NOT IN (
           SELECT unnest(notifications) FROM deliveries WHERE state IN ('pending', 'dead'))
         AND topic NOT IN (
           SELECT 'incident/' || id FROM incidents WHERE resolved_at IS NULL OR resolved_at >= $1
           UNION ALL SELECT 'alert/' || id FROM alerts WHERE ended_at IS NULL OR ended_at >= $1
           UNION ALL SELECT 'maintenance/' || id FROM maintenances WHERE ends_at >= $1)
         AND NOT EXISTS (
           SELECT FROM notifications AS first
           WHERE first.key = ${follows} AND first.topic <> owed.topic)
       ORDER BY sequence LIMIT $3)`,
    before,
    keptNotifications,
    limit,
  )
