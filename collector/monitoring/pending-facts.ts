import type { MeasuredChange } from '../core/delivery/component-notifications.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Check } from '../core/monitoring/check.ts'
import type { StateChanges } from '../core/evaluation/monitor-states.ts'
import { type SeriesName, seriesKey } from '../core/monitoring/series-name.ts'
import type { Transition } from '../core/monitoring/transition.ts'

/** While the disk is full this many checks are kept in memory; older ones are then lost to history (as unknown time is). */
const maxBacklog = 200_000

/** A check that waits to be written, and when its verdict was in, ms. */
export type PendingCheck = { readonly check: Check; readonly seenAt: number }

/** Facts on their way to the store, together. */
export type FactBatch = {
  readonly checks: readonly PendingCheck[]
  readonly transitions: readonly Transition[]
  readonly incidents: readonly Incident[]
  readonly measured: readonly MeasuredChange[]
  /** The series whose states are written with them, by `seriesKey`. */
  readonly touched: ReadonlyMap<string, SeriesName>
}

/** What waits to be written, in the order in which it came. */
export class PendingFacts {
  #checks: PendingCheck[] = []
  #transitions: Transition[] = []
  #incidents: Incident[] = []
  #measured: MeasuredChange[] = []
  #touched = new Map<string, SeriesName>()

  get checks(): readonly PendingCheck[] {
    return this.#checks
  }

  get touched(): ReadonlyMap<string, SeriesName> {
    return this.#touched
  }

  get isEmpty(): boolean {
    return this.#checks.length === 0 && this.#transitions.length === 0 && this.#incidents.length === 0
  }

  addCheck(pending: PendingCheck): void {
    this.#checks.push(pending)
    this.#touch(pending.check)
  }

  /** Adds what a check or the passing of time changed. Returns whether there is anything. */
  addChanges({ transitions, incidents, measured = [] }: StateChanges): boolean {
    this.#transitions.push(...transitions)
    this.#incidents.push(...incidents)
    this.#measured.push(...measured)
    for (const transition of transitions) this.#touch(transition)
    return transitions.length > 0 || incidents.length > 0
  }

  /** Everything that waits; nothing waits then. */
  take(): FactBatch {
    const batch = {
      checks: this.#checks,
      transitions: this.#transitions,
      incidents: this.#incidents,
      measured: this.#measured,
      touched: this.#touched,
    }
    this.#checks = []
    this.#transitions = []
    this.#incidents = []
    this.#measured = []
    this.#touched = new Map()
    return batch
  }

  /** Puts what was taken back in front of what has come since, so that order and completeness hold. */
  putBack(batch: FactBatch): void {
    this.#checks = [...batch.checks, ...this.#checks].slice(-maxBacklog)
    this.#transitions = [...batch.transitions, ...this.#transitions]
    for (const [key, series] of batch.touched) this.#touched.set(key, series)
    this.#incidents = [...batch.incidents, ...this.#incidents]
    this.#measured = [...batch.measured, ...this.#measured]
  }

  dropIncidents(): void {
    this.#incidents = []
  }

  dropTransitionsOf(series: SeriesName): void {
    this.#transitions = this.#transitions.filter(
      ({ monitor, region }) => monitor !== series.monitor || region !== series.region,
    )
  }

  #touch({ monitor, region }: SeriesName): void {
    const key = seriesKey({ monitor, region })
    if (!this.#touched.has(key)) this.#touched.set(key, { monitor, region })
  }
}
