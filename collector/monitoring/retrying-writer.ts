import { measuredStatusNotifications } from '../core/delivery/component-notifications.ts'
import type { Check } from '../core/monitoring/check.ts'
import { type HealthState, emptyHealthState } from '../core/monitoring/health-state.ts'
import { type SeriesName, seriesKey } from '../core/monitoring/series-name.ts'
import type { MonitorStates } from '../core/evaluation/monitor-states.ts'
import type { WatchedConfig } from '../core/evaluation/watched-state.ts'
import type { Clock } from '../core/time/clock.ts'
import type { Facts, FactWriter } from '../store/facts.ts'
import { Conflict, type ConsistentReader, StateConflict, type Store, StoreError } from '../store/store.ts'
import type { StoredChange } from '../store/stored-change.ts'
import type { FactBatch, PendingFacts } from './pending-facts.ts'

/** What facts are written to, and who is informed. */
export type RetryingWriterDeps = {
  readonly clock: Clock
  readonly store: FactWriter & ConsistentReader & Pick<Store, 'checkWritable'>
  readonly states: MonitorStates
  /** The revisions of the stored states that `states` began with, by `seriesKey`; 0 for those that are not there. */
  readonly stateRevisions: ReadonlyMap<string, number>
  /** Changes of health and of incidents became durable. */
  readonly onStored: (change: StoredChange) => void
  /** The store refused, or takes facts again (null). Called once for each change. */
  readonly onTrouble: (error: StoreError | null) => void
}

/** How often a batch is decided again at once while others keep writing the same. */
const maxAttempts = 10

/** Writes what waits as one transaction, and retries what could not be written. */
export class RetryingWriter {
  readonly #deps: RetryingWriterDeps
  readonly #pending: PendingFacts
  readonly #revisions: Map<string, number>
  #trouble: StoreError | null = null

  constructor(deps: RetryingWriterDeps, pending: PendingFacts) {
    this.#deps = deps
    this.#pending = pending
    this.#revisions = new Map(deps.stateRevisions)
  }

  /** The store's refusal that still stands, or null. */
  get trouble(): StoreError | null {
    return this.#trouble
  }

  /**
   * Write all that waits, decided again as often as another process was faster. Resolves to whether it has to be tried
   * again later, because the store refuses or others keep writing the same.
   */
  async write(attempt = 1): Promise<boolean> {
    if (this.#pending.isEmpty) return false
    const { store, onTrouble } = this.#deps
    const batch = this.#pending.take()
    try {
      // What waits grows while the store refuses: ask it first, rather than have it write all of that in vain.
      if (this.#trouble) await store.checkWritable()
      await store.commit(this.#factsOf(batch))
    } catch (error) {
      this.#pending.putBack(batch)
      if (!(error instanceof Conflict)) return this.#retryLater(error)
      if (!(await this.#resolveConflict(error)) || attempt >= maxAttempts) return true
      return this.write(attempt + 1)
    }
    for (const series of batch.touched.values())
      this.#revisions.set(seriesKey(series), this.#revisionOf(series) + 1)
    if (this.#trouble) onTrouble((this.#trouble = null))
    this.#announce(batch)
    return false
  }

  /**
   * Go on from the stored incidents and the stored states of some series (by `seriesKey`). Rejects with StoreError, having
   * changed nothing.
   */
  async takeOverStored(keys: ReadonlySet<string>): Promise<void> {
    const { states, store } = this.#deps
    const stored = await store.read(async (reader) => ({
      series: keys.size > 0 ? await reader.series() : [],
      incidents: await reader.incidents(),
    }))
    // From here on nothing is waited for, so that no check comes in between.
    this.#pending.dropIncidents()
    states.replaceIncidents(stored.incidents)
    for (const series of stored.series) {
      if (!keys.has(seriesKey(series)) || series.stateRevision === this.#revisionOf(series)) continue
      this.#revisions.set(seriesKey(series), series.stateRevision)
      states.replaceState(series, series.state ?? emptyHealthState)
      this.#pending.dropTransitionsOf(series)
      for (const { check, seenAt } of this.#pending.checks)
        if (seriesKey(check) === seriesKey(series) && check.at > (lastAtOf(states, series) ?? -Infinity))
          this.#pending.addChanges(states.applyCheck(check, seenAt))
    }
  }

  /** Decide by another configuration from now on, going on from what is stored. Rejects with StoreError, having changed nothing. */
  async reconfigure(config: WatchedConfig): Promise<void> {
    const { states, store, clock } = this.#deps
    const stored = await store.read(async (reader) => ({
      series: await reader.series(),
      incidents: await reader.incidents(),
    }))
    // From here on nothing is waited for, so that no check comes in between.
    const unknown = new Set(states.unknownTo(config.components).map(seriesKey))
    const newStates = new Map<string, HealthState>()
    for (const series of stored.series) {
      const key = seriesKey(series)
      if (!unknown.has(key)) continue
      this.#revisions.set(key, series.stateRevision)
      if (series.state) newStates.set(key, series.state)
    }
    // Those that were not written yet are decided again, for what is watched now.
    this.#pending.dropIncidents()
    states.reconfigure(config, newStates, stored.incidents)
    this.#pending.addChanges(states.advance(clock.now()))
  }

  /**
   * Another writer was faster: a person changed an incident, or another process the state of a monitor. Theirs stands;
   * ours is decided again from what is stored. Resolves to whether that could be read.
   */
  async #resolveConflict(conflict: Conflict): Promise<boolean> {
    try {
      const isState = conflict instanceof StateConflict
      await this.takeOverStored(new Set(isState ? this.#pending.touched.keys() : []))
      // Our incidents were dropped: what becomes of them is decided now, since nobody may ask again before we stop.
      if (!isState) this.#pending.addChanges(this.#deps.states.advance(this.#deps.clock.now()))
      return true
    } catch (error) {
      this.#retryLater(error)
      return false
    }
  }

  /** The store refuses: what waits is kept and tried again. @throws anything that is no refusal of the store */
  #retryLater(error: unknown): true {
    if (!(error instanceof StoreError)) throw error
    if (!this.#trouble) this.#deps.onTrouble(error)
    this.#trouble = error
    return true
  }

  #announce({ checks, transitions, incidents }: FactBatch): void {
    if (transitions.length === 0 && incidents.length === 0) return
    const faults = faultsOf(checks.map(({ check }) => check))
    this.#deps.onStored({ kind: 'monitoring', transitions, faults, incidents })
  }

  #factsOf({ checks, transitions, incidents, measured, touched }: FactBatch): Facts {
    const { clock, states } = this.#deps
    return {
      checks: checks.map(({ check }) => check),
      transitions,
      incidents,
      notifications: measuredStatusNotifications(measured, clock.now()),
      states: [...touched.values()].map((series) => ({
        ...series,
        state: states.state(series.monitor, series.region),
        basedOn: this.#revisionOf(series),
      })),
    }
  }

  #revisionOf(series: SeriesName): number {
    return this.#revisions.get(seriesKey(series)) ?? 0
  }
}

const lastAtOf = (states: Pick<MonitorStates, 'state'>, { monitor, region }: SeriesName): number | null =>
  states.state(monitor, region).lastAt

/** The fault of each monitor's last check, in words; nothing where that check has none. */
const faultsOf = (checks: readonly Check[]): ReadonlyMap<string, string> =>
  new Map(
    [...new Map(checks.map((check) => [check.monitor, check.fault?.detail]))].filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
