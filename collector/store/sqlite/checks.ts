import type { Database } from 'better-sqlite3'
import type { Check } from '../../core/monitoring/check.ts'
import type { Interval } from '../../core/time/interval.ts'
import { hourFloor } from '../../core/time/calendar.ts'
import { hour } from '../../core/time/units.ts'
import {
  appendCheck,
  faultLine,
  faultOf,
  healthCode,
  healthOf,
  unpackChecks,
  type Pack,
  type SeriesCheck,
} from '../check-packs.ts'
import { StoreError } from '../store.ts'
import type { RollupTables } from './rollups.ts'

/** A pack is closed when it holds this many checks or bytes: the open one is written anew with every check. */
const packLimits = { checks: 64, bytes: 600 }

type SeriesChecksRow = [
  firstAt: number | null,
  prunedBefore: number | null,
  latestAt: number | null,
  latestTook: number | null,
  latestHealth: number | null,
  latestFault: string | null,
  openFrom: number | null,
  openStep: number,
  openCount: number,
  openFault: string | null,
  openChecks: Buffer,
]

/** What of a series changes with its checks. `open` is the pack that still grows. */
type OpenSeries = {
  firstAt: number | null
  prunedBefore: number | null
  latest: SeriesCheck | null
  open: Pack | null
}

const columns = [
  'first_at',
  'pruned_before',
  'latest_at',
  'latest_took',
  'latest_health',
  'latest_fault',
  'open_from',
  'open_step',
  'open_count',
  'open_fault',
  'open_checks',
] as const

const seriesCheck = (at: number, took: number | null, health: number, fault: string | null): SeriesCheck => ({
  at,
  health: healthOf(health),
  took: took === null ? null : took / 10,
  ...(fault === null ? {} : { fault: faultOf(fault) }),
})

const byAt = (a: SeriesCheck, b: SeriesCheck): number => a.at - b.at

/** Raw checks: recorded into the open pack of their series, kept in closed ones, pruned by the hour. */
export function checkTables(db: Database, rollups: RollupTables) {
  const load = db
    .prepare<[number], SeriesChecksRow>(`SELECT ${columns.join(', ')} FROM series WHERE id = ?`)
    .raw()
  const save = db.prepare<[...SeriesChecksRow, number]>(
    `UPDATE series SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
  )
  const addPack = db.prepare<[number, number, number, Buffer]>(
    'INSERT INTO packs (series, at, count, checks) VALUES (?, ?, ?, ?)',
  )
  const packs = db
    .prepare<[number, number, number], [at: number, checks: Buffer]>(
      'SELECT at, checks FROM packs WHERE series = ? AND at >= ? AND at < ? ORDER BY at',
    )
    .raw()
  const sizes = db
    .prepare<[number, number], [at: number, count: number]>(
      'SELECT at, count FROM packs WHERE series = ? AND at < ? ORDER BY at',
    )
    .raw()
  const dropPacks = db.prepare<[number, number, number]>(
    'DELETE FROM packs WHERE series = ? AND at >= ? AND at < ?',
  )
  const setPruned = db.prepare<[number, string, number]>(
    'UPDATE series SET pruned_before = ?, pruned_state = ? WHERE id = ?',
  )
  const latestRows = db
    .prepare<[], [string, string, number, number | null, number, string | null]>(
      `SELECT monitor, region, latest_at, latest_took, latest_health, latest_fault FROM series
       WHERE latest_at IS NOT NULL ORDER BY monitor, region`,
    )
    .raw()

  function read(id: number): OpenSeries {
    const row = load.get(id)!
    const [firstAt, prunedBefore, latestAt, took, health, fault, from, step, count, openFault, bytes] = row
    return {
      firstAt,
      prunedBefore,
      latest: latestAt === null ? null : seriesCheck(latestAt, took, health!, fault),
      open:
        from === null ? null : { from, last: latestAt!, step, count, fault: openFault, every: null, bytes },
    }
  }

  function write(id: number, { firstAt, prunedBefore, latest, open }: OpenSeries): void {
    save.run(
      firstAt,
      prunedBefore,
      latest?.at ?? null,
      latest?.took == null ? null : Math.round(latest.took * 10),
      latest ? healthCode(latest.health) : null,
      latest?.fault ? faultLine(latest.fault) : null,
      open?.from ?? null,
      open?.step ?? 0,
      open?.count ?? 0,
      open?.fault ?? null,
      open?.bytes ?? Buffer.alloc(0),
      id,
    )
  }

  function close(id: number, openSeries: OpenSeries): void {
    const { open } = openSeries
    if (open === null) return
    addPack.run(id, open.from, open.count, open.bytes)
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

  /** Checks that do not all come after the latest: write the hours they fall into anew. */
  function revise(id: number, openSeries: OpenSeries, checks: readonly SeriesCheck[]): void {
    close(id, openSeries)
    const hours = new Map<number, SeriesCheck[]>()
    for (const [from, added] of Map.groupBy(checks, (check) => hourFloor(check.at))) {
      const merged = new Map<number, SeriesCheck>()
      for (const [at, bytes] of packs.iterate(id, from, from + hour))
        for (const check of unpackChecks(at, bytes)) merged.set(check.at, check)
      for (const check of added) merged.set(check.at, check)
      const all = [...merged.values()].toSorted(byAt)
      dropPacks.run(id, from, from + hour)
      for (let i = 0; i < all.length; i += packLimits.checks) {
        let pack: Pack | null = null
        for (const check of all.slice(i, i + packLimits.checks)) pack = appendCheck(pack, check)
        addPack.run(id, pack!.from, pack!.count, pack!.bytes)
      }
      hours.set(from, all)
    }
    rollups.replaceHours(id, hours)
    const newest = checks.at(-1)!
    if (openSeries.latest === null || newest.at >= openSeries.latest.at) openSeries.latest = newest
  }

  return {
    /** Record checks of one series, in any order; of two at one instant the later in the list stays. In a transaction. */
    record(id: number, name: string, input: readonly SeriesCheck[]): void {
      const checks =
        input.length === 1
          ? input
          : [...new Map(input.map((check) => [check.at, check])).values()].toSorted(byAt)
      const first = checks[0]
      if (first === undefined) return
      const openSeries = read(id)
      if (openSeries.prunedBefore !== null && first.at < openSeries.prunedBefore)
        throw new StoreError(
          `${name}: the raw checks before ${new Date(openSeries.prunedBefore).toISOString()} were pruned, so nothing can be added to them.`,
          { transient: false },
        )
      if (openSeries.latest === null || first.at > openSeries.latest.at)
        for (const check of checks) append(id, openSeries, check)
      else revise(id, openSeries, checks)
      openSeries.firstAt = Math.min(openSeries.firstAt ?? first.at, first.at)
      write(id, openSeries)
    },

    /** See Store.checks. */
    within(
      id: number,
      { monitor, region }: Pick<Check, 'monitor' | 'region'>,
      { from, to }: Interval,
    ): Check[] {
      const { open, prunedBefore } = read(id)
      const start = Math.max(from, prunedBefore ?? -Infinity)
      const result: Check[] = []
      const addWithin = (checks: readonly SeriesCheck[]): void => {
        for (const check of checks)
          if (check.at >= start && check.at < to) result.push({ monitor, region, ...check })
      }
      // A pack may begin before the interval and reach into it, but never across an hour.
      for (const [at, bytes] of packs.iterate(id, hourFloor(start), to)) addWithin(unpackChecks(at, bytes))
      if (open) addWithin(unpackChecks(open.from, open.bytes))
      return result
    },

    /** See Store.latestChecks. */
    latest: (): Check[] =>
      latestRows.all().map(([monitor, region, at, took, health, fault]) => {
        const check = seriesCheck(at, took, health, fault)
        return check.fault
          ? { monitor, region, at, health: check.health, took: check.took, fault: check.fault }
          : { monitor, region, at, health: check.health, took: check.took }
      }),

    /** Drop packs before an instant, oldest first, until about `limit` checks went, at least one pack; how many went. In a transaction. */
    prune(id: number, before: number, state: string, limit: number): number {
      if (before % hour !== 0)
        throw new RangeError(`raw checks are pruned by whole hours, not before ${before}`)
      const openSeries = read(id)
      if (openSeries.open && openSeries.open.from < before) {
        close(id, openSeries)
        write(id, openSeries)
      }
      if (before > (openSeries.prunedBefore ?? -Infinity)) setPruned.run(before, state, id)
      let deletedCount = 0
      let until = -Infinity
      for (const [at, count] of sizes.iterate(id, before)) {
        if (deletedCount > 0 && deletedCount + count > limit) break
        deletedCount += count
        until = at
      }
      if (deletedCount > 0) dropPacks.run(id, -Infinity, until + 1)
      return deletedCount
    },
  }
}
