import type { Check } from '../core/monitoring/check.ts'
import { type SeriesName, seriesKey } from '../core/monitoring/series-name.ts'
import type { StateChanges } from '../core/evaluation/monitor-states.ts'
import type { WatchedConfig } from '../core/evaluation/watched-state.ts'
import type { StoreError } from '../store/store.ts'
import { RetryingWriter, type RetryingWriterDeps } from './retrying-writer.ts'
import { FlushSchedule } from './flush-schedule.ts'
import { PendingFacts } from './pending-facts.ts'

/** What the recorder works on, and whom it informs. */
export type RecorderDeps = RetryingWriterDeps

/** Stores checks: in batches at most a second behind, and at once where they change a health or an incident. */
export type Recorder = {
  /** Apply and queue a check; where it changes something it is on its way to disk when this returns. */
  record(check: Check, seenAt: number): void
  /** Apply the passing of time up to `now` (ms) and store what it changes. */
  advance(now: number): void
  /** Store what becomes of the automatic incident of a monitor's component now (ms), after `reload` has changed its past. */
  evaluate(monitor: string, now: number): void
  /** Write all that waits. Resolves when it is durable, or when the store has refused (it is kept and tried again). */
  flush(): Promise<void>
  /**
   * Take over the states of these series that another process has stored, and apply to them what waits to be written.
   * Resolves when that is done. Rejects with StoreError, having changed nothing.
   */
  reload(series: readonly SeriesName[]): Promise<void>
  /**
   * Watch what another configuration says from now on: what is stored of series that are new is taken over, all else goes on.
   * Resolves when that is done. Rejects with StoreError, having changed nothing.
   */
  reconfigure(config: WatchedConfig): Promise<void>
  /** Checks that wait to be written. */
  backlog(): number
  /** The store's refusal that still stands, or null. */
  trouble(): StoreError | null
  stop(): Promise<void>
}

/**
 * The single writer of the running collector. All that waits is one ordered queue and goes out as one transaction, so
 * that a check, the transition it confirmed and the incident it opened are never apart on disk.
 */
export function createRecorder(deps: RecorderDeps): Recorder {
  const { clock, states } = deps
  const pending = new PendingFacts()
  const writer = new RetryingWriter(deps, pending)
  const schedule = new FlushSchedule(clock, () => writer.write())

  /** Write what changes at once, but not while the store refuses; everything else within a second. */
  function queue(changes: StateChanges): void {
    if (pending.addChanges(changes) && !writer.trouble) schedule.urgently()
    else schedule.soon()
  }

  return {
    record(observed, seenAt) {
      // Of a series that is not watched there is no state to go on from.
      if (!states.watches(observed)) return
      // One monitor's checks are strictly ordered: two beats of a heartbeat may come within a millisecond.
      const check = {
        ...observed,
        at: Math.max(observed.at, (states.state(observed.monitor, observed.region).lastAt ?? 0) + 1),
      }
      pending.addCheck({ check, seenAt })
      queue(states.applyCheck(check, seenAt))
    },
    advance(now) {
      const changes = states.advance(now)
      if (changes.transitions.length > 0 || changes.incidents.length > 0) queue(changes)
    },
    evaluate(monitor, now) {
      const changes = states.evaluate(monitor, now)
      if (changes.incidents.length > 0) queue(changes)
    },
    flush: () => schedule.flush(),
    async reload(series) {
      // What is written first need not be decided again.
      await schedule.flush()
      await schedule.exclusively(() => writer.takeOverStored(new Set(series.map(seriesKey))))
      schedule.soon(0)
    },
    async reconfigure(config) {
      // What is written first need not be decided again.
      await schedule.flush()
      await schedule.exclusively(() => writer.reconfigure(config))
      schedule.soon(0)
    },
    backlog: () => pending.checks.length,
    trouble: () => writer.trouble,
    stop: () => schedule.stop(),
  }
}
