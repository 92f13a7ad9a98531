import type { Database } from 'better-sqlite3'
import { keptNotifications } from '../../notification-store.ts'

/**
 * Forgets news that nobody can be notified of again, oldest first. What follows other news goes after it, as long as that could be
 * found out again. @returns how many; in a transaction
 */
export function notificationPruning(db: Database): (before: number, limit: number) => number {
  const prune = db.prepare<{ before: number; limit: number; kept: number }>(
    `DELETE FROM notifications WHERE sequence IN (
       SELECT sequence FROM notifications AS owed
       WHERE expanded_at < @before
         AND sequence <= (SELECT max(sequence) FROM notifications) - @kept
         AND key NOT IN (
           SELECT told.value FROM deliveries, json_each(deliveries.notifications) AS told
           WHERE deliveries.state IN ('pending', 'dead'))
         AND topic NOT IN (
           SELECT 'incident/' || id FROM incidents WHERE resolved_at IS NULL OR resolved_at >= @before
           UNION ALL SELECT 'alert/' || id FROM alerts WHERE ended_at IS NULL OR ended_at >= @before
           UNION ALL SELECT 'maintenance/' || id FROM maintenances WHERE ends_at >= @before)
         AND NOT EXISTS (
           SELECT 1 FROM notifications AS first
           WHERE first.key = json_extract(owed.body, '$.follows') AND first.topic <> owed.topic)
       ORDER BY sequence LIMIT @limit)`,
  )
  return (before, limit) => prune.run({ before, limit, kept: keptNotifications }).changes
}
