import type { Database } from 'better-sqlite3'
import type { Check } from '../../../core/monitoring/check.ts'
import type { Interval } from '../../../core/time/interval.ts'
import { hourFloor } from '../../../core/time/calendar.ts'
import { hour } from '../../../core/time/units.ts'
import { appendCheck, packLimits, unpackChecks, type Pack, type SeriesCheck } from '../../check-packs.ts'
import { StoreError } from '../../store.ts'
import { type OpenSeries, type OpenSeriesTable, openSeriesTable } from './open-series.ts'
import { type PackTable, packTable } from './packs.ts'
import type { RollupTables } from './rollups.ts'

const byAt = (a: SeriesCheck, b: SeriesCheck): number => a.at - b.at

/** Adds checks to the packs of a series that is being written, and closes its open pack when it is full. */
function packWriter(packs: PackTable, rollups: RollupTables) {
  function close(id: number, openSeries: OpenSeries): void {
    const { open } = openSeries
    if (open === null) return
    packs.add(id, open)
    rollups.count(id, open.from, unpackChecks(open.from, open.bytes))
    openSeries.open = null
  }

  function append(id: number, openSeries: OpenSeries, check: SeriesCheck): void {
    const { open } = openSeries
    if (
      open &&
      (open.count >= packLimits.checks ||
        open.bytes.length >= packLimits.bytes ||
        hourFloor(open.from) !== hourFloor(check.at))
    )
      close(id, openSeries)
    openSeries.open = appendCheck(openSeries.open, check)
    openSeries.latest = check
  }

  /** Checks that do not all come after the latest: write the hours they fall into again. */
  function revise(id: number, openSeries: OpenSeries, checks: readonly SeriesCheck[]): void {
    close(id, openSeries)
    const hours = new Map<number, SeriesCheck[]>()
    for (const [from, added] of Map.groupBy(checks, (check) => hourFloor(check.at))) {
      const merged = new Map<number, SeriesCheck>()
      for (const [at, bytes] of packs.within(id, from, from + hour))
        for (const check of unpackChecks(at, bytes)) merged.set(check.at, check)
      for (const check of added) merged.set(check.at, check)
      const all = [...merged.values()].toSorted(byAt)
      packs.drop(id, from, from + hour)
      for (let i = 0; i < all.length; i += packLimits.checks) {
        let pack: Pack | null = null
        for (const check of all.slice(i, i + packLimits.checks)) pack = appendCheck(pack, check)
        packs.add(id, pack!)
      }
      hours.set(from, all)
    }
    rollups.replaceHours(id, hours)
    const newest = checks.at(-1)!
    if (openSeries.latest === null || newest.at >= openSeries.latest.at) openSeries.latest = newest
  }

  return { close, append, revise }
}

/** Reads raw checks of a series; see Store.checks. */
function checksWithin(
  series: OpenSeriesTable,
  packs: PackTable,
  id: number,
  { monitor, region }: Pick<Check, 'monitor' | 'region'>,
  { from, to }: Interval,
): Check[] {
  const { open, prunedBefore } = series.read(id)
  const start = Math.max(from, prunedBefore ?? -Infinity)
  const result: Check[] = []
  const addWithin = (checks: readonly SeriesCheck[]): void => {
    for (const check of checks)
      if (check.at >= start && check.at < to) result.push({ monitor, region, ...check })
  }
  // A pack may begin before the interval and reach into it, but never across an hour.
  for (const [at, bytes] of packs.within(id, hourFloor(start), to)) addWithin(unpackChecks(at, bytes))
  if (open) addWithin(unpackChecks(open.from, open.bytes))
  return result
}

/** Raw checks: recorded into the open pack of their series, kept in closed ones, pruned by the hour. */
export function checkTables(db: Database, rollups: RollupTables) {
  const series = openSeriesTable(db)
  const packs = packTable(db)
  const { close, append, revise } = packWriter(packs, rollups)

  return {
    /** Record checks of one series, in any order; of two at one instant the later in the list stays. In a transaction. */
    record(id: number, name: string, input: readonly SeriesCheck[]): void {
      const checks =
        input.length === 1
          ? input
          : [...new Map(input.map((check) => [check.at, check])).values()].toSorted(byAt)
      const first = checks[0]
      if (first === undefined) return
      const openSeries = series.read(id)
      if (openSeries.prunedBefore !== null && first.at < openSeries.prunedBefore)
        throw new StoreError(
          `${name}: the raw checks before ${new Date(openSeries.prunedBefore).toISOString()} were pruned, so nothing can be added to them.`,
          { transient: false },
        )
      if (openSeries.latest === null || first.at > openSeries.latest.at)
        for (const check of checks) append(id, openSeries, check)
      else revise(id, openSeries, checks)
      openSeries.firstAt = Math.min(openSeries.firstAt ?? first.at, first.at)
      series.write(id, openSeries)
    },

    within: (id: number, name: Pick<Check, 'monitor' | 'region'>, within: Interval): Check[] =>
      checksWithin(series, packs, id, name, within),

    latest: series.latest,

    /** Drop packs before an instant, oldest first, until about `limit` checks went, at least one pack; how many went. In a transaction. */
    prune(id: number, before: number, state: string, limit: number): number {
      if (before % hour !== 0)
        throw new RangeError(`raw checks are pruned by whole hours, not before ${before}`)
      const openSeries = series.read(id)
      if (openSeries.open && openSeries.open.from < before) {
        close(id, openSeries)
        series.write(id, openSeries)
      }
      if (before > (openSeries.prunedBefore ?? -Infinity)) series.setPrunedBefore(id, before, state)
      const { checks, last } = packs.oldest(id, before, limit)
      if (checks > 0) packs.drop(id, -Infinity, last + 1)
      return checks
    },
  }
}
