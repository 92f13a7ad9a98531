import type { AcknowledgeLink } from '../../delivery-store.ts'
import type { Sql } from '../sql.ts'

/** Links by which somebody takes care of incidents and alerts. Writes are in a transaction. */
export const acknowledgeLinkTable = {
  async put(sql: Sql, { hash, incidents, alerts, channel, createdAt }: AcknowledgeLink): Promise<void> {
    await sql.run(
      `INSERT INTO acknowledge_links (hash, incidents, alerts, channel, created_at)
       VALUES ($1, $2::text[], $3::text[], $4, $5)
       ON CONFLICT (hash) DO NOTHING`,
      hash,
      incidents,
      alerts,
      channel,
      createdAt,
    )
  },
  async get(sql: Sql, hash: string): Promise<AcknowledgeLink | null> {
    const row = await sql.row<AcknowledgeLink>(
      'SELECT hash, incidents, alerts, channel, created_at AS "createdAt" FROM acknowledge_links WHERE hash = $1',
      hash,
    )
    return row ?? null
  },
  prune: (sql: Sql, before: number): Promise<number> =>
    sql.run(
      `DELETE FROM acknowledge_links AS link WHERE created_at < $1 AND NOT EXISTS (
         SELECT FROM incidents WHERE incidents.id = ANY (link.incidents) AND resolved_at IS NULL)
       AND NOT EXISTS (SELECT FROM alerts WHERE alerts.id = ANY (link.alerts) AND ended_at IS NULL)`,
      before,
    ),
}
