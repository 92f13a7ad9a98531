import type { RollupTallyRow } from '../../rollup-tally.ts'

/** The columns of a tally, in hours and in days. */
export type TallyColumns = {
  readonly up: number
  readonly degraded: number
  readonly down: number
  readonly took: number
  readonly sketch: Buffer
}

/** A row as rollup-tally.ts has it. */
export const tallyRowOf = ({ up, degraded, down, took, sketch }: TallyColumns): RollupTallyRow => [
  up,
  degraded,
  down,
  took,
  sketch,
]
