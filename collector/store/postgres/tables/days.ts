import { dayInterval, dayOf } from '../../../core/time/calendar.ts'
import type { Interval } from '../../../core/time/interval.ts'
import { hour } from '../../../core/time/units.ts'
import { addRow, rowOf, tallyOf, type RollupTally } from '../../rollup-tally.ts'
import { columnsOf, type Sql } from '../sql.ts'
import { type TallyColumns, tallyRowOf } from './tally-columns.ts'

/** Days as rollups are cut: in one zone. */
export type Days = {
  /** IANA name of the zone. */
  readonly zone: string
  /** Where the day of an instant begins, ms. */
  startOf(at: number): number
  /** Where it ends, ms. */
  endOf(at: number): number
}

/** The days of a zone. Nearly always the same day is asked for again. */
function daysIn(zone: string): Days {
  let last: Interval = { from: 0, to: 0 }
  const within = (at: number): Interval => {
    if (at < last.from || at >= last.to) last = dayInterval(dayOf(at, zone), zone)
    return last
  }
  return { zone, startOf: (at) => within(at).from, endOf: (at) => within(at).to }
}

/** The zone that holds now; who writes keeps others from changing it until the transaction is over. */
export async function storedDays(sql: Sql, lock: '' | 'FOR SHARE' | 'FOR UPDATE' = ''): Promise<Days> {
  const row = await sql.row<{ zone: string }>(`SELECT zone FROM settings ${lock}`)
  return daysIn(row!.zone)
}

/** Cut all days again in another zone; nothing to do when it is the same. In a transaction. */
export async function setZone(sql: Sql, zone: string): Promise<void> {
  if ((await storedDays(sql, 'FOR UPDATE')).zone === zone) return
  await sql.run('UPDATE settings SET zone = $1', zone)
  await sql.run('DELETE FROM days')
  const days = daysIn(zone)
  const { ids } = (await sql.row<{ ids: number[] | null }>(
    'SELECT array_agg(DISTINCT series) AS ids FROM hours',
  ))!
  // One series at a time: all hours of years are too much to hold.
  for (const id of ids ?? []) {
    const sums = new Map<number, RollupTally>()
    const hours = await sql.rows<TallyColumns & { hour: number }>(
      'SELECT hour, up, degraded, down, took, sketch FROM hours WHERE series = $1 ORDER BY hour',
      id,
    )
    for (const row of hours) {
      const at = days.startOf(row.hour * hour)
      sums.set(at, addRow(sums.get(at) ?? tallyOf([]), tallyRowOf(row)))
    }
    await sql.run(
      `INSERT INTO days (series, at, up, degraded, down, took, sketch)
       SELECT * FROM unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::int[], $6::bigint[], $7::bytea[])`,
      ...columnsOf(
        7,
        [...sums].map(([at, sum]) => [id, at, ...rowOf(sum)]),
      ),
    )
  }
}
