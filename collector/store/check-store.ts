import type { Check } from '../core/monitoring/check.ts'
import type { HealthState } from '../core/monitoring/health-state.ts'
import type { Cadence } from '../core/monitoring/monitor.ts'
import type { RegionAssignment } from '../core/monitoring/quorum.ts'
import type { Transition } from '../core/monitoring/transition.ts'
import type { Interval } from '../core/time/interval.ts'

/** The checks of one monitor seen from one region, and how far their fold has come. */
export type Series = {
  readonly monitor: string
  readonly region: string
  /** Instant of its first check ever, ms; null before it. */
  readonly firstAt: number | null
  /** The fold after the latest recorded check. */
  readonly state: HealthState | null
  /** How often the state was replaced: who computes the next one from it says so when committing. */
  readonly stateRevision: number
  /** Raw checks before this instant are gone (a whole hour, UTC); null when none were pruned. */
  readonly prunedBefore: number | null
  /** The fold just before the first raw check that is still there; null when none were pruned. */
  readonly prunedState: HealthState | null
  /** How often its timeline was replaced by a backfill: a running collector notices somebody else's. */
  readonly rebuilds: number
  /** The component it belongs to, and how often it looks, as last configured; null for one recorded before that was kept. */
  readonly component: string | null
  readonly cadence: Cadence | null
  /** From where its monitor was to be watched, oldest first; the same for all of its series, empty before the first start. */
  readonly assignments: readonly RegionAssignment[]
}

/** Checks, counts and latency of one series over one hour (UTC) or one day (in the zone the store was opened with). */
export type Rollup = {
  readonly monitor: string
  readonly region: string
  /** Start of the hour or the day, ms. An hour belongs to the day it begins in. */
  readonly at: number
  readonly up: number
  readonly degraded: number
  readonly down: number
  /** Sum of `took` of the checks that answered, ms. */
  readonly tookSum: number
  /** Encoded latency sketch of the checks that answered (`core/sketch.ts`); empty when none did. */
  readonly sketch: Uint8Array
}

export type Grain = 'hour' | 'day'

/** Reads checks and what was made of them. */
export type CheckReader = {
  /** All series, in no order. */
  series(): Promise<readonly Series[]>
  /** Raw checks of one series in an interval, oldest first. */
  checks(monitor: string, region: string, within: Interval): Promise<readonly Check[]>
  /** The latest check of every series, with its fault. */
  latestChecks(): Promise<readonly Check[]>
  /** Transitions inside the interval plus, for each series, the one in force at its start; by (monitor, region, at). */
  transitions(within: Interval, monitors?: readonly string[]): Promise<readonly Transition[]>
  /** Rollups that begin in the interval, by (monitor, region, at). */
  rollups(grain: Grain, within: Interval, monitors?: readonly string[]): Promise<readonly Rollup[]>
}

/** Replaces and prunes what was recorded; new checks come by `FactWriter.commit`. */
export type CheckStore = CheckReader & {
  /**
   * Replace the whole timeline of a series from an instant on (after a backfill): transitions at or after `from` are
   * exchanged for these and the state is set, in one transaction, together with `checks`. Rejects with StateConflict,
   * having written nothing, unless `basedOn` is the stored `stateRevision`.
   */
  rebuildTimeline(
    series: { readonly monitor: string; readonly region: string; readonly basedOn: number },
    from: number,
    transitions: readonly Transition[],
    state: HealthState,
    checks: readonly Check[],
  ): Promise<void>
  /** Delete raw checks of one series before an instant (a whole hour) and remember the fold there. At most `limit` rows; resolves to how many went. */
  prune(
    series: { readonly monitor: string; readonly region: string },
    before: number,
    state: HealthState,
    limit: number,
  ): Promise<number>
}
