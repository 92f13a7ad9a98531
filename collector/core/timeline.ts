import type { Check } from './check.ts'
import type { Health, Known } from './health.ts'

/**
 * What the fold over a monitor's checks carries from one check to the next: plain data, stored with the series so that
 * a restarted collector goes on where the last one stopped.
 */
export type FoldState = {
  /** What is known now. */
  readonly health: Known
  /** Since when, ms; null before the first check. */
  readonly since: number | null
  /** The last health that was known, to be resumed after a gap; null when there was none. */
  readonly before: Health | null
  /** Instant of the last check, discarded ones included; null before the first. */
  readonly lastAt: number | null
  /** The latest checks that may yet confirm a change, oldest first; cleared by a gap. Bounded by max(failures, successes). */
  readonly recent: readonly Pick<Check, 'at' | 'health'>[]
}
