import type { Database } from 'better-sqlite3'
import { dayInterval, dayOf } from '../../../core/time/calendar.ts'
import type { Interval } from '../../../core/time/interval.ts'
import { hour } from '../../../core/time/units.ts'
import { addRow, rowOf, tallyOf, type RollupTally, type RollupTallyRow } from '../../rollup-tally.ts'

/** Days as the rollups of a database are cut: in the zone its settings name. */
export type DayBoundaries = {
  /** IANA name of the zone. */
  readonly zone: string
  /** Where the day of an instant begins, ms. */
  startOf(at: number): number
  /** Where it ends, ms. */
  endOf(at: number): number
  /** Learn the zone that holds now: another process may have changed it. */
  refresh(): void
  /** Cut all days again in another zone; nothing to do when it is the same. In a transaction. */
  setZone(zone: string): void
}

/** The days of a database. */
export function dayBoundaries(db: Database): DayBoundaries {
  const storedZone = db.prepare<[], string>('SELECT zone FROM settings').pluck()
  const setZone = db.prepare<[string]>('UPDATE settings SET zone = ?')
  const hours = db
    .prepare<[], [series: number, hour: number, ...RollupTallyRow]>(
      'SELECT series, hour, up, degraded, down, took, sketch FROM hours ORDER BY series, hour',
    )
    .raw()
  const put = db.prepare<[number, number, ...RollupTallyRow]>(
    'INSERT INTO days (series, at, up, degraded, down, took, sketch) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  let zone = storedZone.get()!
  // Nearly always the same day is asked for again.
  let last: Interval = { from: 0, to: 0 }

  const within = (at: number): Interval => {
    if (at < last.from || at >= last.to) last = dayInterval(dayOf(at, zone), zone)
    return last
  }
  const switchZone = (name: string): void => {
    if (name === zone) return
    zone = name
    last = { from: 0, to: 0 }
  }

  function rebuildDays(): void {
    db.exec('DELETE FROM days')
    const rows: { series: number; at: number; sum: RollupTally }[] = []
    for (const [id, number, ...row] of hours.iterate()) {
      const at = within(number * hour).from
      let current = rows.at(-1)
      if (current?.series !== id || current.at !== at)
        rows.push((current = { series: id, at, sum: tallyOf([]) }))
      addRow(current.sum, row)
    }
    // The connection cannot write while it is still reading.
    for (const { series, at, sum } of rows) put.run(series, at, ...rowOf(sum))
  }

  return {
    get zone() {
      return zone
    },
    startOf: (at) => within(at).from,
    endOf: (at) => within(at).to,
    refresh: () => switchZone(storedZone.get()!),
    setZone(name) {
      switchZone(storedZone.get()!)
      if (name === zone) return
      switchZone(name)
      setZone.run(name)
      rebuildDays()
    },
  }
}
