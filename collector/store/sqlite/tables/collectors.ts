import type { Database } from 'better-sqlite3'
import type { StartedJobRecord } from '../../collector-store.ts'

/** What one run of a collector leaves to the next. */
export function collectorTables(db: Database) {
  const putAlive = db.prepare<[string, number]>(
    `INSERT INTO collectors (region, alive_at) VALUES (?, ?)
     ON CONFLICT (region) DO UPDATE SET alive_at = max(alive_at, excluded.alive_at)`,
  )
  const aliveAt = db.prepare<[string], number>('SELECT alive_at FROM collectors WHERE region = ?').pluck()
  const putJob = db.prepare<[string, string, number]>(
    'INSERT OR REPLACE INTO started_jobs (monitor, region, at) VALUES (?, ?, ?)',
  )
  const jobs = db.prepare<[string], StartedJobRecord>(
    'SELECT monitor, region, at FROM started_jobs WHERE region = ?',
  )
  return {
    /** In a transaction. */
    setAlive: (region: string, at: number): void => void putAlive.run(region, at),
    aliveAt: (region: string): number | null => aliveAt.get(region) ?? null,
    /** In a transaction. */
    putStartedJob: ({ monitor, region, at }: StartedJobRecord): void => void putJob.run(monitor, region, at),
    startedJobs: (region: string): readonly StartedJobRecord[] => jobs.all(region),
  }
}
