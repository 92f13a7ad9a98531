import type { Interval } from '../../core/time/interval.ts'
import type { ResponseTimes } from '../../core/report/report-document.ts'
import {
  type Sketch,
  countOf,
  decode,
  emptySketch,
  encode,
  merge,
  quantile,
} from '../../core/availability/latency-sketch.ts'
import type { Rollup } from '../../store/check-store.ts'

/** Checks of a component over an hour or a day; the sketch stays encoded, for there are many of them. */
type CachedRollup = {
  readonly checks: number
  /** Sum of what the answers took, ms. */
  readonly took: number
  readonly sketch: Uint8Array
}

/** The component a row belongs to, or another key that rows are added up by; undefined leaves it out. */
export type KeyOfRollup = (row: Pick<Rollup, 'monitor' | 'region'>) => string | undefined

/**
 * Rollups of monitors, merged by component (or another key) and instant, and up to when they are settled. A value: what is
 * read later makes another one.
 */
export type RollupCache = {
  /** Instants before this need not be read again; null when nothing is settled. */
  readonly since: number | null
  /** What is known of a component, by the beginning of each hour or day, ms. */
  of(component: string): ReadonlyMap<number, ResponseTimes>
  /** The same with fresh rows, which are complete for their instants. */
  merge(rows: readonly Rollup[], keyOf: KeyOfRollup): RollupCache
  /** The same with only the instants from `open` on still to be read, and without those before `from`. */
  settle(open: number, from: number): RollupCache
  /** Response time of some components together over what begins in a period. */
  response(components: readonly string[], period: Interval): ResponseTimes
  /** The same, to be added to others. */
  sum(components: readonly string[], period: Interval): RollupSum
}

/** Checks that were added up, with what it takes to tell their percentiles. */
export type RollupSum = { checks: number; took: number; sketch: Sketch }
const nothing: RollupSum = { checks: 0, took: 0, sketch: emptySketch }
const opened = (tally: CachedRollup): RollupSum => ({
  ...tally,
  sketch: tally.sketch.length > 0 ? decode(tally.sketch) : emptySketch,
})
const plus = (a: RollupSum, b: RollupSum): RollupSum => ({
  checks: a.checks + b.checks,
  took: a.took + b.took,
  sketch: a.sketch === emptySketch ? b.sketch : merge(a.sketch, b.sketch),
})

/** P50, P95, P99 and the mean of what was added up, ms; null where nothing answered. */
const figures = ({ checks, took, sketch }: RollupSum): ResponseTimes => ({
  checks,
  // Over those that were timed: imported checks may tell no time.
  mean: countOf(sketch) > 0 ? took / countOf(sketch) : null,
  p50: quantile(sketch, 0.5),
  p95: quantile(sketch, 0.95),
  p99: quantile(sketch, 0.99),
})

/** Response time of several sums together. */
export const sumResponses = (a: RollupSum, b: RollupSum): ResponseTimes => figures(plus(a, b))

/** Rollups by component and by the beginning of each hour or day, ms. */
type RollupsByComponent = ReadonlyMap<string, ReadonlyMap<number, CachedRollup>>
/** Sums over what is settled, by whom and from when: they only change when there is more of it. */
type SettledSums = Map<string, { readonly until: number; readonly sum: RollupSum }>

/** Of each rollup once, whichever cache it has come to. */
const results = new WeakMap<CachedRollup, ResponseTimes>()

/** Nothing is known yet. */
export const createRollupCache = (): RollupCache => rollupCache(new Map(), null, new Map())

/** @param sums shared by all that are made of one another: what is settled is the same in each */
function rollupCache(known: RollupsByComponent, since: number | null, sums: SettledSums): RollupCache {
  const tallies = (components: readonly string[], { from, to }: Interval): RollupSum => {
    let all = nothing
    for (const component of components)
      for (const [at, tally] of known.get(component) ?? [])
        if (at >= from && at < to) all = plus(all, opened(tally))
    return all
  }

  function sum(components: readonly string[], period: Interval): RollupSum {
    const open = since ?? -Infinity
    const until = Math.min(open, period.to)
    if (until <= period.from) return tallies(components, period)
    const key = `${period.from} ${period.to} ${components.join('\n')}`
    let settled = sums.get(key)
    if (settled?.until !== until) {
      if (sums.size > 8 * (known.size + 400)) sums.clear()
      sums.set(key, (settled = { until, sum: tallies(components, { from: period.from, to: until }) }))
    }
    const rest = period.to > until ? tallies(components, { from: until, to: period.to }) : nothing
    return rest === nothing ? settled.sum : plus(settled.sum, rest)
  }

  return {
    since,
    of(component) {
      const found = new Map<number, ResponseTimes>()
      for (const [at, tally] of known.get(component) ?? []) {
        let result = results.get(tally)
        if (!result) results.set(tally, (result = figures(opened(tally))))
        found.set(at, result)
      }
      return found
    },
    merge(rows, keyOf) {
      const merged = new Map(known)
      for (const [component, instants] of sumByKey(rows, keyOf)) {
        const fresh = new Map(known.get(component))
        for (const [at, all] of instants) fresh.set(at, { ...all, sketch: encode(all.sketch) })
        merged.set(component, fresh)
      }
      // What came late changes what was settled, and so every sum of it.
      const isLate = since !== null && rows.some(({ at }) => at < since)
      return rollupCache(merged, since, isLate ? new Map() : sums)
    },
    settle: (open, from) =>
      rollupCache(
        new Map(
          [...known].map(([component, instants]) => [
            component,
            new Map([...instants].filter(([at]) => at >= from)),
          ]),
        ),
        open,
        sums,
      ),
    sum,
    response: (components, period) => figures(sum(components, period)),
  }
}

function sumByKey(
  rows: readonly Rollup[],
  keyOf: KeyOfRollup,
): ReadonlyMap<string, ReadonlyMap<number, RollupSum>> {
  const merged = new Map<string, Map<number, RollupSum>>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === undefined) continue
    const instants = merged.get(key) ?? new Map<number, RollupSum>()
    merged.set(key, instants)
    const one = opened({
      checks: row.up + row.degraded + row.down,
      took: row.tookSum,
      sketch: row.sketch,
    })
    const before = instants.get(row.at)
    instants.set(row.at, before ? plus(before, one) : one)
  }
  return merged
}
