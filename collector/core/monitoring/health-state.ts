import type { Check } from './check.ts'
import type { Health, KnownHealth } from './health.ts'
import type { Transition } from './transition.ts'

/**
 * What the fold over a monitor's checks carries from one check to the next: plain data, stored with the series so that
 * a restarted collector goes on where the last one stopped.
 */
export type HealthState = {
  /** What is known now. */
  readonly health: KnownHealth
  /** Since when, ms; null before the first check. */
  readonly since: number | null
  /** The last health that was known, to be resumed after a gap; null before the first. */
  readonly before: Health | null
  /** Instant of the last check, discarded ones included; null before the first. */
  readonly lastAt: number | null
  /** The latest checks that may yet confirm a change, oldest first; cleared by a gap. Bounded by max(failures, successes). */
  readonly recent: readonly Pick<Check, 'at' | 'health'>[]
  /** The interval the last check was made at, ms; absent where it is the monitor's own. */
  readonly every?: number
}

/** What the fold needs of a check: when it began, what it found (`unknown` is a discarded one) and its interval. */
export type Observation = Pick<Check, 'at' | 'health' | 'every'>

/** A transition of the one series that is being folded. */
export type HealthChange = Omit<Transition, 'monitor' | 'region'>

/** Where a fold has come to, and what changed on the way, oldest first. */
export type AppliedChecks = { readonly state: HealthState; readonly transitions: readonly HealthChange[] }

/** The fold before any check. */
export const emptyHealthState: HealthState = {
  health: 'unknown',
  since: null,
  before: null,
  lastAt: null,
  recent: [],
}
