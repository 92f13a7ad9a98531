import type { Database } from 'better-sqlite3'
import type { Pack } from '../../check-packs.ts'

/** A closed pack: when its first check was, ms, and its bytes. */
type PackRow = [at: number, checks: Buffer]

/** Closed packs of checks. Intervals are of the beginnings of packs, half-open, ms. */
export function packTable(db: Database) {
  const insert = db.prepare<[number, number, number, Buffer]>(
    'INSERT INTO packs (series, at, count, checks) VALUES (?, ?, ?, ?)',
  )
  const select = db
    .prepare<[number, number, number], PackRow>(
      'SELECT at, checks FROM packs WHERE series = ? AND at >= ? AND at < ? ORDER BY at',
    )
    .raw()
  const counts = db
    .prepare<[number, number], [at: number, count: number]>(
      'SELECT at, count FROM packs WHERE series = ? AND at < ? ORDER BY at',
    )
    .raw()
  const drop = db.prepare<[number, number, number]>(
    'DELETE FROM packs WHERE series = ? AND at >= ? AND at < ?',
  )
  return {
    add: (series: number, { from, count, bytes }: Pack): void => {
      insert.run(series, from, count, bytes)
    },
    within: (series: number, from: number, to: number): IterableIterator<PackRow> =>
      select.iterate(series, from, to),
    drop: (series: number, from: number, to: number): void => {
      drop.run(series, from, to)
    },
    /** How many of the oldest packs before an instant have about `limit` checks together, at least one pack. */
    oldest(
      series: number,
      before: number,
      limit: number,
    ): { readonly checks: number; readonly last: number } {
      let checks = 0
      let last = -Infinity
      for (const [at, count] of counts.iterate(series, before)) {
        if (checks > 0 && checks + count > limit) break
        checks += count
        last = at
      }
      return { checks, last }
    },
  }
}

/** See packTable. */
export type PackTable = ReturnType<typeof packTable>
