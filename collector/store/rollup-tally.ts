import { hasAnswered } from '../core/monitoring/check.ts'
import {
  addTo,
  decode,
  emptySketch,
  encode,
  merge,
  type Sketch,
} from '../core/availability/latency-sketch.ts'
import type { Rollup } from './check-store.ts'
import type { SeriesCheck } from './check-packs.ts'

/** What a rollup says, in the making. */
export type RollupTally = {
  up: number
  degraded: number
  down: number
  /** Sum of `took` of the checks that answered, in 0.1 ms so that sums stay exact. */
  tenths: number
  sketch: Sketch
}

/** The figures of a tally as a store keeps them: up, degraded, down, tenths, encoded sketch (empty when none answered). */
export type RollupTallyRow = readonly [
  up: number,
  degraded: number,
  down: number,
  tenths: number,
  sketch: Buffer,
]

/** The tally of some checks; discarded ones (`unknown`) count for nothing. */
export function tallyOf(checks: readonly SeriesCheck[]): RollupTally {
  const tally: RollupTally = { up: 0, degraded: 0, down: 0, tenths: 0, sketch: emptySketch }
  const latencies: number[] = []
  for (const check of checks) {
    if (check.health === 'unknown') continue
    tally[check.health]++
    if (!hasAnswered(check)) continue
    tally.tenths += Math.round(check.took * 10)
    latencies.push(check.took)
  }
  tally.sketch = addTo(emptySketch, latencies)
  return tally
}

/** Does the tally count no check at all? */
export const isEmpty = (tally: RollupTally): boolean => tally.up + tally.degraded + tally.down === 0

/** Add what a stored row says to a tally, in place. */
export function addRow(tally: RollupTally, row: RollupTallyRow): RollupTally {
  const [up, degraded, down, tenths, sketch] = row
  tally.up += up
  tally.degraded += degraded
  tally.down += down
  tally.tenths += tenths
  tally.sketch = merge(tally.sketch, decode(sketch))
  return tally
}

/** The row a tally is stored as. */
export const rowOf = (tally: RollupTally): RollupTallyRow => [
  tally.up,
  tally.degraded,
  tally.down,
  tally.tenths,
  Buffer.from(encode(tally.sketch)),
]

/** The rollup a row tells of. `at` in ms. */
export const rollupOf = (
  series: { monitor: string; region: string },
  at: number,
  row: RollupTallyRow,
): Rollup => ({
  monitor: series.monitor,
  region: series.region,
  at,
  up: row[0],
  degraded: row[1],
  down: row[2],
  tookSum: row[3] / 10,
  sketch: row[4],
})
