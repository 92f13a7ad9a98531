import type { Database, Statement } from 'better-sqlite3'
import type { Interval } from '../../../core/time/interval.ts'
import { hour } from '../../../core/time/units.ts'
import { unpackChecks, type SeriesCheck } from '../../check-packs.ts'
import type { Grain, Rollup } from '../../check-store.ts'
import {
  addRow,
  isEmpty,
  rollupOf,
  rowOf,
  tallyOf,
  type RollupTally,
  type RollupTallyRow,
} from '../../rollup-tally.ts'
import type { DayBoundaries } from './day-boundaries.ts'

type OpenPackRow = [id: number, monitor: string, region: string, openFrom: number | null, openChecks: Buffer]
type RollupStatements = {
  readonly get: Statement<[number, number], RollupTallyRow>
  readonly put: Statement<[number, number, ...RollupTallyRow]>
  readonly drop: Statement<[number, number]>
  readonly within: Statement<[number, number, number], [key: number, ...RollupTallyRow]>
}

const columns = 'up, degraded, down, took, sketch'

function rollupStatements(db: Database, name: 'hours' | 'days', key: 'hour' | 'at'): RollupStatements {
  return {
    get: db
      .prepare<[number, number], RollupTallyRow>(
        `SELECT ${columns} FROM ${name} WHERE series = ? AND ${key} = ?`,
      )
      .raw(),
    put: db.prepare(
      `INSERT OR REPLACE INTO ${name} (series, ${key}, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    drop: db.prepare(`DELETE FROM ${name} WHERE series = ? AND ${key} = ?`),
    within: db
      .prepare<[number, number, number], [key: number, ...RollupTallyRow]>(
        `SELECT ${key}, ${columns} FROM ${name} WHERE series = ? AND ${key} >= ? AND ${key} < ? ORDER BY ${key}`,
      )
      .raw(),
  }
}

/**
 * Hours and days of closed packs as they are stored, and, when read, with the open pack of each series added: that is at
 * most as many checks as a pack holds, so the figures are right at any instant and no history is scanned.
 */
export function rollupTables(db: Database, days: DayBoundaries) {
  const tables = { hour: rollupStatements(db, 'hours', 'hour'), day: rollupStatements(db, 'days', 'at') }
  // Hours are kept by their number, which is half as long as their instant.
  const scale = { hour, day: 1 }
  const startOf = (grain: Grain, at: number): number => {
    const start = Math.floor(at / hour) * hour
    return grain === 'hour' ? start : days.startOf(start)
  }
  const series = db
    .prepare<[string | null, string | null], OpenPackRow>(
      `SELECT id, monitor, region, open_from, open_checks FROM series
       WHERE ? IS NULL OR monitor IN (SELECT value FROM json_each(?)) ORDER BY monitor, region`,
    )
    .raw()

  const add = (grain: Grain, id: number, at: number, tally: RollupTally): void => {
    const { get, put } = tables[grain]
    const key = startOf(grain, at) / scale[grain]
    const stored = get.get(id, key)
    put.run(id, key, ...rowOf(stored ? addRow({ ...tally }, stored) : tally))
  }
  const replace = (grain: Grain, id: number, start: number, tally: RollupTally): void => {
    const { put, drop } = tables[grain]
    const key = start / scale[grain]
    if (isEmpty(tally)) drop.run(id, key)
    else put.run(id, key, ...rowOf(tally))
  }

  return {
    /** Count the checks of a pack just closed, which all lie in the hour of `at`. */
    count(id: number, at: number, checks: readonly SeriesCheck[]): void {
      const tally = tallyOf(checks)
      if (isEmpty(tally)) return
      add('hour', id, at, tally)
      add('day', id, at, tally)
    },
    /** Make hours say exactly what these checks do, by the hour's beginning, and their days the sums of their hours. */
    replaceHours(id: number, hours: ReadonlyMap<number, readonly SeriesCheck[]>): void {
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
      const result: Rollup[] = []
      for (const [id, monitor, region, openFrom, openChecks] of series.all(names, names)) {
        const name = { monitor, region }
        const openAt = openFrom === null ? Infinity : startOf(grain, openFrom)
        let open =
          openFrom !== null && openAt >= from && openAt < to
            ? tallyOf(unpackChecks(openFrom, openChecks))
            : null
        if (open && isEmpty(open)) open = null
        for (const [key, up, degraded, down, tenths, sketch] of within.all(id, first, end)) {
          const at = key * scale[grain]
          // The open pack holds the newest checks, so it belongs to the last row or comes after all of them.
          if (open !== null && at === openAt) {
            result.push(rollupOf(name, at, rowOf(addRow(open, [up, degraded, down, tenths, sketch]))))
            open = null
            continue
          }
          // As `rollupOf`, without a row in between: there are as many as a page has days.
          result.push({ monitor, region, at, up, degraded, down, tookSum: tenths / 10, sketch })
        }
        if (open) result.push(rollupOf(name, openAt, rowOf(open)))
      }
      return result
    },
  }
}
/** See rollupTables. */
export type RollupTables = ReturnType<typeof rollupTables>
