import type { Database } from 'better-sqlite3'
import type { AcknowledgeLink } from '../../delivery-store.ts'

type LinkRow = {
  readonly hash: string
  readonly incidents: string
  readonly alerts: string
  readonly channel: string
  readonly created_at: number
}

/** Links by which somebody takes care of incidents and alerts. All writes are in a transaction. */
export function acknowledgeLinkTable(db: Database) {
  const put = db.prepare<[string, string, string, string, number]>(
    `INSERT INTO acknowledge_links (hash, incidents, alerts, channel, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (hash) DO NOTHING`,
  )
  const get = db.prepare<[string], LinkRow>('SELECT * FROM acknowledge_links WHERE hash = ?')
  const prune = db.prepare<[number]>(
    `DELETE FROM acknowledge_links WHERE created_at < ? AND NOT EXISTS (
       SELECT 1 FROM json_each(acknowledge_links.incidents) AS named
       JOIN incidents ON incidents.id = named.value WHERE incidents.resolved_at IS NULL)
     AND NOT EXISTS (
       SELECT 1 FROM json_each(acknowledge_links.alerts) AS named
       JOIN alerts ON alerts.id = named.value WHERE alerts.ended_at IS NULL)`,
  )
  return {
    put({ hash, incidents, alerts, channel, createdAt }: AcknowledgeLink): void {
      put.run(hash, JSON.stringify(incidents), JSON.stringify(alerts), channel, createdAt)
    },
    get(hash: string): AcknowledgeLink | null {
      const row = get.get(hash)
      if (!row) return null
      const { channel, created_at: createdAt } = row
      const incidents = JSON.parse(row.incidents) as string[]
      return { hash, incidents, alerts: JSON.parse(row.alerts) as string[], channel, createdAt }
    },
    prune: (before: number): number => prune.run(before).changes,
  }
}
