import { type SeriesName, seriesKey } from '../../../core/monitoring/series-name.ts'
import type { Check } from '../../../core/monitoring/check.ts'
import type { HealthState } from '../../../core/monitoring/health-state.ts'
import { hourFloor } from '../../../core/time/calendar.ts'
import type { Interval } from '../../../core/time/interval.ts'
import { hour } from '../../../core/time/units.ts'
import { appendCheck, packLimits, unpackChecks, type Pack, type SeriesCheck } from '../../check-packs.ts'
import { tallyOf } from '../../rollup-tally.ts'
import { StoreError } from '../../store.ts'
import { instant, type Sql } from '../sql.ts'
import { storedDays } from './days.ts'
import { packTable, type SeriesHour } from './packs.ts'
import { type HourChange, rollupTables } from './rollups.ts'
import { type LockedSeries, seriesTable } from './series.ts'

/** What checks change besides their series, gathered over a whole commit. */
type Revision = {
  readonly packs: { readonly series: number; readonly pack: Pack }[]
  readonly hours: HourChange[]
  /** Hours that are written again, with the checks that are added to them; their packs are to be dropped. */
  readonly late: Map<string, SeriesHour & { readonly checks: SeriesCheck[] }>
}

const byAt = (a: SeriesCheck, b: SeriesCheck): number => a.at - b.at

/** Raw checks: recorded into the open pack of their series, kept in closed ones, pruned by the hour. Writes are in a transaction. */
export const checkTables = {
  /**
   * Record checks of locked series, which are to be saved afterwards; of two at one instant the later in the list stays.
   * @throws StoreError for those from before what was pruned
   */
  async record(sql: Sql, series: ReadonlyMap<string, LockedSeries>, list: readonly Check[]): Promise<void> {
    if (list.length === 0) return
    const revision: Revision = { packs: [], hours: [], late: new Map() }
    for (const [key, checks] of Map.groupBy(list, seriesKey)) recordOne(series.get(key)!, checks, revision)
    const late = [...revision.late.values()]
    if (late.length > 0) {
      const stored = Map.groupBy(await packTable.inHours(sql, late), (row) =>
        hourKey(row.series, hourFloor(row.at)),
      )
      await packTable.dropHours(sql, late)
      for (const one of late)
        rewriteHour(
          one,
          (stored.get(hourKey(one.series, one.from)) ?? []).flatMap((row) =>
            unpackChecks(row.at, row.checks),
          ),
          revision,
        )
    }
    await packTable.add(sql, revision.packs)
    if (revision.hours.length > 0)
      await rollupTables.change(sql, revision.hours, await storedDays(sql, 'FOR SHARE'))
  },

  /** See CheckReader.checks. */
  async within(sql: Sql, name: SeriesName, { from, to }: Interval): Promise<readonly Check[]> {
    // In one statement, so that a pack is not missed while it is being closed.
    const rows = await sql.rows<{
      readonly pruned_before: number | null
      readonly at: number
      readonly checks: Buffer
    }>(
      `WITH own AS (SELECT id, pruned_before, open_from, open_checks FROM series WHERE monitor = $1 AND region = $2)
       SELECT pruned_before, at, checks FROM own JOIN packs ON series = id WHERE at >= $3 AND at < $4
       UNION ALL SELECT pruned_before, open_from, open_checks FROM own WHERE open_from < $4
       ORDER BY at`,
      name.monitor,
      name.region,
      // A pack may begin before the interval and reach into it, but never across an hour.
      instant(hourFloor(from)),
      instant(to),
    )
    return rows.flatMap((row) =>
      unpackChecks(row.at, row.checks)
        .filter(({ at }) => at >= Math.max(from, row.pruned_before ?? -Infinity) && at < to)
        .map((check) => ({ monitor: name.monitor, region: name.region, ...check })),
    )
  },

  /** See CheckReader.latestChecks. */
  latest: async (sql: Sql): Promise<readonly Check[]> =>
    (await seriesTable.latest(sql)).map(({ monitor, region, check }) => ({ monitor, region, ...check })),

  /** See CheckStore.prune. Weeks that are empty for everybody go whole. */
  async prune(
    sql: Sql,
    name: SeriesName,
    before: number,
    state: HealthState,
    limit: number,
  ): Promise<number> {
    if (before % hour !== 0)
      throw new RangeError(`raw checks are pruned by whole hours, not before ${before}`)
    const series = (await seriesTable.lock(sql, [name])).get(seriesKey(name))!
    if (series.open && series.open.from < before) {
      const revision: Revision = { packs: [], hours: [], late: new Map() }
      close(series, revision)
      await packTable.add(sql, revision.packs)
      await rollupTables.change(sql, revision.hours, await storedDays(sql, 'FOR SHARE'))
      await seriesTable.save(sql, [series])
    }
    await seriesTable.setPruned(sql, series.id, before, state)
    return packTable.prune(sql, series.id, before, limit)
  },
}

const hourKey = (series: number, from: number): string => `${series}/${from}`

function recordOne(series: LockedSeries, input: readonly Check[], revision: Revision): void {
  const checks = [...new Map(input.map((check) => [check.at, check])).values()].toSorted(byAt)
  const first = checks[0]!
  if (series.prunedBefore !== null && first.at < series.prunedBefore)
    throw new StoreError(
      `${series.monitor}: the raw checks before ${new Date(series.prunedBefore).toISOString()} were pruned, so nothing can be added to them.`,
      { transient: false },
    )
  if (series.latest === null || first.at > series.latest.at)
    for (const check of checks) append(series, check, revision)
  else revise(series, checks, revision)
  series.firstAt = Math.min(series.firstAt ?? first.at, first.at)
}

function append(series: LockedSeries, check: SeriesCheck, revision: Revision): void {
  const { open } = series
  if (
    open &&
    (open.count >= packLimits.checks ||
      open.bytes.length >= packLimits.bytes ||
      hourFloor(open.from) !== hourFloor(check.at))
  )
    close(series, revision)
  series.open = appendCheck(series.open, check)
  series.latest = check
}

function close(series: LockedSeries, { packs, hours }: Revision): void {
  const { open } = series
  if (open === null) return
  packs.push({ series: series.id, pack: open })
  const tally = tallyOf(unpackChecks(open.from, open.bytes))
  hours.push({ series: series.id, from: hourFloor(open.from), how: 'add', tally })
  series.open = null
}

/** Checks that do not all come after the latest: the hours they fall into are written again. */
function revise(series: LockedSeries, checks: readonly SeriesCheck[], revision: Revision): void {
  const groups = Map.groupBy(checks, ({ at }) => hourFloor(at))
  const { open } = series
  if (open && groups.has(hourFloor(open.from))) {
    // Its hour is written again with what was in it.
    groups.set(hourFloor(open.from), [
      ...unpackChecks(open.from, open.bytes),
      ...groups.get(hourFloor(open.from))!,
    ])
    series.open = null
  } else close(series, revision)
  for (const [from, list] of groups)
    revision.late.set(hourKey(series.id, from), { series: series.id, from, checks: [...list] })
  const newest = checks.at(-1)!
  if (series.latest === null || newest.at >= series.latest.at) series.latest = newest
}

function rewriteHour(
  { series, from, checks }: SeriesHour & { readonly checks: readonly SeriesCheck[] },
  stored: readonly SeriesCheck[],
  { packs, hours }: Revision,
): void {
  const merged = new Map<number, SeriesCheck>()
  for (const check of [...stored, ...checks]) merged.set(check.at, check)
  const all = [...merged.values()].toSorted(byAt)
  for (let i = 0; i < all.length; i += packLimits.checks) {
    let pack: Pack | null = null
    for (const check of all.slice(i, i + packLimits.checks)) pack = appendCheck(pack, check)
    packs.push({ series, pack: pack! })
  }
  hours.push({ series, from, how: 'replace', tally: tallyOf(all) })
}
