import type { StartedJobRecord } from '../../collector-store.ts'
import { columnsOf, type Sql } from '../sql.ts'
import { lastOfEach } from './versioned.ts'

/** What one run of a collector leaves to the next. Writes are in a transaction. */
export const collectorTables = {
  async setAlive(sql: Sql, region: string, at: number): Promise<void> {
    await sql.run(
      `INSERT INTO collectors AS stored (region, alive_at) VALUES ($1, $2)
       ON CONFLICT (region) DO UPDATE SET alive_at = greatest(stored.alive_at, excluded.alive_at)`,
      region,
      at,
    )
  },
  async aliveAt(sql: Sql, region: string): Promise<number | null> {
    const row = await sql.row<{ alive_at: number }>(
      'SELECT alive_at FROM collectors WHERE region = $1',
      region,
    )
    return row?.alive_at ?? null
  },
  async putStartedJobs(sql: Sql, list: readonly StartedJobRecord[]): Promise<void> {
    if (list.length === 0) return
    const last = lastOfEach(list, ({ monitor, region }) => `${monitor}\n${region}`)
    await sql.run(
      `INSERT INTO started_jobs (monitor, region, at) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
       ON CONFLICT (monitor, region) DO UPDATE SET at = excluded.at`,
      ...columnsOf(
        3,
        last.map(({ monitor, region, at }) => [monitor, region, at]),
      ),
    )
  },
  startedJobs: (sql: Sql, region: string): Promise<readonly StartedJobRecord[]> =>
    sql.rows('SELECT monitor, region, at FROM started_jobs WHERE region = $1', region),
}
