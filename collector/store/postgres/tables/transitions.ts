import { type SeriesName, seriesKey } from '../../../core/monitoring/series-name.ts'
import type { Transition } from '../../../core/monitoring/transition.ts'
import type { Interval } from '../../../core/time/interval.ts'
import { healthCode, healthOf } from '../../check-packs.ts'
import { columnsOf, instant, type Sql } from '../sql.ts'
import { type LockedSeries } from './series.ts'
import { lastOfEach } from './versioned.ts'

/** Confirmed changes of health, by series and instant. Writes are in a transaction, to series that it has locked. */
export const transitionTable = {
  /** Add some; one at the same instant is replaced. */
  async put(sql: Sql, series: ReadonlyMap<string, LockedSeries>, list: readonly Transition[]): Promise<void> {
    if (list.length === 0) return
    const rows = lastOfEach(list, (one) => `${seriesKey(one)}\n${one.at}`).map(
      (one) => [series.get(seriesKey(one))!.id, one.at, one.seenAt, healthCode(one.health)] as const,
    )
    await sql.run(
      `INSERT INTO transitions (series, at, seen_at, health)
       SELECT * FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::smallint[])
       ON CONFLICT (series, at) DO UPDATE SET seen_at = excluded.seen_at, health = excluded.health`,
      ...columnsOf(4, rows),
    )
  },
  /** Forget those of a series from an instant on. */
  async drop(sql: Sql, id: number, from: number): Promise<void> {
    await sql.run('DELETE FROM transitions WHERE series = $1 AND at >= $2', id, instant(from))
  },
  /** See CheckReader.transitions. */
  async within(
    sql: Sql,
    { from, to }: Interval,
    monitors?: readonly string[],
  ): Promise<readonly Transition[]> {
    const rows = await sql.rows<
      SeriesName & { readonly at: number; readonly seen_at: number; readonly health: number }
    >(
      `SELECT monitor, region, t.at, seen_at, health FROM series JOIN transitions AS t ON t.series = series.id
       WHERE ($3::text[] IS NULL OR monitor = ANY ($3::text[])) AND t.at < $2
         AND t.at >= coalesce((SELECT max(before.at) FROM transitions AS before WHERE before.series = t.series AND before.at <= $1), $1)
       ORDER BY monitor, region, t.at`,
      instant(from),
      instant(to),
      monitors ?? null,
    )
    return rows.map(({ monitor, region, at, seen_at: seenAt, health }) => ({
      monitor,
      region,
      at,
      seenAt,
      health: healthOf(health),
    }))
  },
}
