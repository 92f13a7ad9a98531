import type { Interval } from '../core/time/interval.ts'
import type { ResponseTimes } from '../core/report/report-document.ts'
import {
  type Sketch,
  countOf,
  decode,
  emptySketch,
  encode,
  merge,
  quantile,
} from '../core/availability/latency-sketch.ts'
import type { Rollup } from '../store/check-store.ts'

/** Checks of a component over an hour or a day; the sketch stays encoded, for there are many of them. */
type CachedRollup = {
  readonly checks: number
  /** Sum of what the answers took, ms. */
  readonly took: number
  readonly sketch: Uint8Array
}

/** Rollups of monitors, merged by component and instant, with a memory of what is settled. */
export type RollupCache = {
  /** Instants before this need not be read again; null when nothing is remembered. */
  readonly since: number | null
  /** What is known of a component, by the beginning of each hour or day, ms. */
  of(component: string): ReadonlyMap<number, ResponseTimes>
  /** Merge fresh rows over what is remembered: they are complete for their instants. */
  take(rows: readonly Rollup[], componentOf: ReadonlyMap<string, string>): void
  /** From now on only instants from `open` on are read; those before `from` are dropped. */
  settle(open: number, from: number): void
  /** Response time of some components together over what begins in a period. */
  response(components: readonly string[], period: Interval): ResponseTimes
  /** The same, to be added to others. */
  sum(components: readonly string[], period: Interval): RollupSum
  forget(): void
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

/** A memory of rollups of one grain. */
export function createRollupCache(): RollupCache {
  const known = new Map<string, Map<number, CachedRollup>>()
  /** Sums over what is settled, by whom and from when: they only change when there is more of it. */
  const sums = new Map<string, { readonly until: number; readonly sum: RollupSum }>()
  const results = new WeakMap<CachedRollup, ResponseTimes>()
  let since: number | null = null

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
    get since() {
      return since
    },
    of(component) {
      const found = new Map<number, ResponseTimes>()
      for (const [at, tally] of known.get(component) ?? []) {
        let result = results.get(tally)
        if (!result) results.set(tally, (result = figures(opened(tally))))
        found.set(at, result)
      }
      return found
    },
    take(rows, componentOf) {
      const merged = new Map<string, Map<number, RollupSum>>()
      for (const row of rows) {
        const component = componentOf.get(row.monitor)
        if (component === undefined) continue
        const at = merged.get(component) ?? new Map<number, RollupSum>()
        merged.set(component, at)
        const one = opened({
          checks: row.up + row.degraded + row.down,
          took: row.tookSum,
          sketch: row.sketch,
        })
        const so = at.get(row.at)
        at.set(row.at, so ? plus(so, one) : one)
      }
      for (const [component, instants] of merged) {
        const mine = known.get(component) ?? new Map<number, CachedRollup>()
        known.set(component, mine)
        for (const [at, all] of instants) mine.set(at, { ...all, sketch: encode(all.sketch) })
      }
    },
    settle(open, from) {
      since = open
      for (const instants of known.values())
        for (const at of instants.keys()) if (at < from) instants.delete(at)
    },
    sum,
    response: (components, period) => figures(sum(components, period)),
    forget() {
      known.clear()
      sums.clear()
      since = null
    },
  }
}
