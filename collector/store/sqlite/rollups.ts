import type { Database, Statement } from 'better-sqlite3'
import type { Interval } from '../../core/time/interval.ts'
import { hour } from '../../core/time/units.ts'
import { unpacked, type Seen } from '../pack.ts'
import type { Grain, Rollup } from '../store.ts'
import { addRow, isEmpty, rollupOf, rowOf, tallyOf, type Tally, type TallyRow } from '../tally.ts'
import type { Days } from './days.ts'

type SeriesRow = [id: number, monitor: string, region: string, openFrom: number | null, openChecks: Buffer]
type Table = {
  readonly get: Statement<[number, number], TallyRow>
  readonly put: Statement<[number, number, ...TallyRow]>
  readonly drop: Statement<[number, number]>
  readonly within: Statement<[number, number, number], [key: number, ...TallyRow]>
}

const columns = 'up, degraded, down, took, sketch'

function table(db: Database, name: 'hours' | 'days', key: 'hour' | 'at'): Table {
  return {
    get: db
      .prepare<[number, number], TallyRow>(`SELECT ${columns} FROM ${name} WHERE series = ? AND ${key} = ?`)
      .raw(),
    put: db.prepare(
      `INSERT OR REPLACE INTO ${name} (series, ${key}, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    drop: db.prepare(`DELETE FROM ${name} WHERE series = ? AND ${key} = ?`),
    within: db
      .prepare<[number, number, number], [key: number, ...TallyRow]>(
        `SELECT ${key}, ${columns} FROM ${name} WHERE series = ? AND ${key} >= ? AND ${key} < ? ORDER BY ${key}`,
      )
      .raw(),
  }
}

/**
 * Hours and days of closed packs as they are stored, and, when read, with the open pack of each series added: that is at
 * most as many checks as a pack holds, so the figures are right at any instant and no history is scanned.
 */
export function rollupTables(db: Database, days: Days) {
  const tables = { hour: table(db, 'hours', 'hour'), day: table(db, 'days', 'at') }
  // Hours are kept by their number, which is half as long as their instant.
  const scale = { hour, day: 1 }
  const startOf = (grain: Grain, at: number): number => {
    const start = Math.floor(at / hour) * hour
    return grain === 'hour' ? start : days.startOf(start)
  }
  const series = db
    .prepare<[string | null, string | null], SeriesRow>(
      `SELECT id, monitor, region, open_from, open_checks FROM series
       WHERE ? IS NULL OR monitor IN (SELECT value FROM json_each(?)) ORDER BY monitor, region`,
    )
    .raw()

  const add = (grain: Grain, id: number, at: number, tally: Tally): void => {
    const { get, put } = tables[grain]
    const key = startOf(grain, at) / scale[grain]
    const stored = get.get(id, key)
    put.run(id, key, ...rowOf(stored ? addRow({ ...tally }, stored) : tally))
  }
  const replace = (grain: Grain, id: number, start: number, tally: Tally): void => {
    const { put, drop } = tables[grain]
    const key = start / scale[grain]
    if (isEmpty(tally)) drop.run(id, key)
    else put.run(id, key, ...rowOf(tally))
  }

  return {
    /** Count the checks of a pack just closed, which all lie in the hour of `at`. */
    count(id: number, at: number, checks: readonly Seen[]): void {
      const tally = tallyOf(checks)
      if (isEmpty(tally)) return
      add('hour', id, at, tally)
      add('day', id, at, tally)
    },
    /** Make hours say exactly what these checks do, by the hour's beginning, and their days the sums of their hours. */
    replaceHours(id: number, hours: ReadonlyMap<number, readonly Seen[]>): void {
      for (const [start, checks] of hours) replace('hour', id, start, tallyOf(checks))
      for (const start of new Set([...hours.keys()].map((at) => startOf('day', at)))) {
        const sum = tallyOf([])
        const end = days.endOf(start)
        for (const [, ...row] of tables.hour.within.iterate(
          id,
          Math.ceil(start / hour),
          Math.ceil(end / hour),
        ))
          addRow(sum, row)
        replace('day', id, start, sum)
      }
    },
    /** See Store.rollups. */
    read(grain: Grain, { from, to }: Interval, monitors?: readonly string[]): readonly Rollup[] {
      const { within } = tables[grain]
      const names = monitors ? JSON.stringify(monitors) : null
      const first = Math.ceil(from / scale[grain])
      const end = Math.ceil(to / scale[grain])
      const found: Rollup[] = []
      for (const [id, monitor, region, openFrom, openChecks] of series.all(names, names)) {
        const name = { monitor, region }
        const openAt = openFrom === null ? Infinity : startOf(grain, openFrom)
        let open =
          openFrom !== null && openAt >= from && openAt < to ? tallyOf(unpacked(openFrom, openChecks)) : null
        if (open && isEmpty(open)) open = null
        for (const [key, ...row] of within.all(id, first, end)) {
          const at = key * scale[grain]
          // The open pack holds the newest checks, so it belongs to the last row or comes after all of them.
          const both = open !== null && at === openAt
          found.push(rollupOf(name, at, both ? rowOf(addRow(open!, row)) : row))
          if (both) open = null
        }
        if (open) found.push(rollupOf(name, openAt, rowOf(open)))
      }
      return found
    },
  }
}
/** See rollupTables. */
export type RollupTables = ReturnType<typeof rollupTables>
