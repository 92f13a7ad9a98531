import type { Database } from 'better-sqlite3'
import type { Check } from '../../core/monitoring/check.ts'
import type { Interval } from '../../core/time/interval.ts'
import { hourFloor } from '../../core/time/calendar.ts'
import { hour } from '../../core/time/units.ts'
import {
  appended,
  faultLine,
  faultOf,
  healthCode,
  healthOf,
  unpacked,
  type Pack,
  type Seen,
} from '../pack.ts'
import { StoreError } from '../store.ts'
import type { RollupTables } from './rollups.ts'

/** A pack is closed when it holds this many checks or bytes: the open one is written anew with every check. */
const most = { checks: 64, bytes: 600 }

type Row = [
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
type Live = { firstAt: number | null; prunedBefore: number | null; latest: Seen | null; open: Pack | null }

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

const seen = (at: number, took: number | null, health: number, fault: string | null): Seen => ({
  at,
  health: healthOf(health),
  took: took === null ? null : took / 10,
  ...(fault === null ? {} : { fault: faultOf(fault) }),
})

const byAt = (a: Seen, b: Seen): number => a.at - b.at

/** Raw checks: recorded into the open pack of their series, kept in closed ones, pruned by the hour. */
export function checkTables(db: Database, rollups: RollupTables) {
  const load = db.prepare<[number], Row>(`SELECT ${columns.join(', ')} FROM series WHERE id = ?`).raw()
  const save = db.prepare<[...Row, number]>(
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

  function read(id: number): Live {
    const row = load.get(id)!
    const [firstAt, prunedBefore, latestAt, took, health, fault, from, step, count, openFault, bytes] = row
    return {
      firstAt,
      prunedBefore,
      latest: latestAt === null ? null : seen(latestAt, took, health!, fault),
      open: from === null ? null : { from, last: latestAt!, step, count, fault: openFault, bytes },
    }
  }

  function write(id: number, { firstAt, prunedBefore, latest, open }: Live): void {
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

  function close(id: number, live: Live): void {
    const { open } = live
    if (open === null) return
    addPack.run(id, open.from, open.count, open.bytes)
    rollups.count(id, open.from, unpacked(open.from, open.bytes))
    live.open = null
  }

  function append(id: number, live: Live, check: Seen): void {
    const { open } = live
    if (
      open &&
      (open.count >= most.checks ||
        open.bytes.length >= most.bytes ||
        hourFloor(open.from) !== hourFloor(check.at))
    )
      close(id, live)
    live.open = appended(live.open, check)
    live.latest = check
  }

  /** Checks that do not all come after the latest: write the hours they fall into anew. */
  function revise(id: number, live: Live, checks: readonly Seen[]): void {
    close(id, live)
    const hours = new Map<number, Seen[]>()
    for (const [from, added] of Map.groupBy(checks, (check) => hourFloor(check.at))) {
      const merged = new Map<number, Seen>()
      for (const [at, bytes] of packs.iterate(id, from, from + hour))
        for (const check of unpacked(at, bytes)) merged.set(check.at, check)
      for (const check of added) merged.set(check.at, check)
      const all = [...merged.values()].toSorted(byAt)
      dropPacks.run(id, from, from + hour)
      for (let i = 0; i < all.length; i += most.checks) {
        let pack: Pack | null = null
        for (const check of all.slice(i, i + most.checks)) pack = appended(pack, check)
        addPack.run(id, pack!.from, pack!.count, pack!.bytes)
      }
      hours.set(from, all)
    }
    rollups.replaceHours(id, hours)
    const newest = checks.at(-1)!
    if (live.latest === null || newest.at >= live.latest.at) live.latest = newest
  }

  return {
    /** Record checks of one series, in any order; of two at one instant the later in the list stays. In a transaction. */
    record(id: number, name: string, given: readonly Seen[]): void {
      const checks =
        given.length === 1
          ? given
          : [...new Map(given.map((check) => [check.at, check])).values()].toSorted(byAt)
      const first = checks[0]
      if (first === undefined) return
      const live = read(id)
      if (live.prunedBefore !== null && first.at < live.prunedBefore)
        throw new StoreError(
          `${name}: the raw checks before ${new Date(live.prunedBefore).toISOString()} were pruned, so nothing can be added to them.`,
          { transient: false },
        )
      if (live.latest === null || first.at > live.latest.at)
        for (const check of checks) append(id, live, check)
      else revise(id, live, checks)
      live.firstAt = Math.min(live.firstAt ?? first.at, first.at)
      write(id, live)
    },

    /** See Store.checks. */
    within(
      id: number,
      { monitor, region }: Pick<Check, 'monitor' | 'region'>,
      { from, to }: Interval,
    ): Check[] {
      const { open, prunedBefore } = read(id)
      const start = Math.max(from, prunedBefore ?? -Infinity)
      const found: Check[] = []
      const keep = (checks: readonly Seen[]): void => {
        for (const { at, health, took, fault } of checks)
          if (at >= start && at < to)
            found.push(
              fault ? { monitor, region, at, health, took, fault } : { monitor, region, at, health, took },
            )
      }
      // A pack may begin before the interval and reach into it, but never across an hour.
      for (const [at, bytes] of packs.iterate(id, hourFloor(start), to)) keep(unpacked(at, bytes))
      if (open) keep(unpacked(open.from, open.bytes))
      return found
    },

    /** See Store.latestChecks. */
    latest: (): Check[] =>
      latestRows.all().map(([monitor, region, at, took, health, fault]) => {
        const check = seen(at, took, health, fault)
        return check.fault
          ? { monitor, region, at, health: check.health, took: check.took, fault: check.fault }
          : { monitor, region, at, health: check.health, took: check.took }
      }),

    /** Drop packs before an instant, oldest first, until about `limit` checks went, at least one pack; how many went. In a transaction. */
    prune(id: number, before: number, state: string, limit: number): number {
      if (before % hour !== 0)
        throw new RangeError(`raw checks are pruned by whole hours, not before ${before}`)
      const live = read(id)
      if (live.open && live.open.from < before) {
        close(id, live)
        write(id, live)
      }
      if (before > (live.prunedBefore ?? -Infinity)) setPruned.run(before, state, id)
      let gone = 0
      let until = -Infinity
      for (const [at, count] of sizes.iterate(id, before)) {
        if (gone > 0 && gone + count > limit) break
        gone += count
        until = at
      }
      if (gone > 0) dropPacks.run(id, -Infinity, until + 1)
      return gone
    },
  }
}
/** See checkTables. */
export type CheckTables = ReturnType<typeof checkTables>
