import type { Check } from '../core/monitoring/check.ts'
import type { MonitorStates } from '../core/monitoring/monitor-states.ts'
import type { WatchedConfig } from '../core/monitoring/watched-state.ts'
import { type HealthState, emptyHealthState } from '../core/monitoring/health-state.ts'
import type { Clock, Timer } from '../core/time/clock.ts'
import { type RecordBatch, createRecordQueue } from './record-queue.ts'
import type { StoredChange } from '../store/stored-change.ts'
import type { Facts, FactWriter } from '../store/facts.ts'
import { Conflict, type ConsistentReader, StateConflict, type Store, StoreError } from '../store/store.ts'

/** What the recorder works on, and whom it informs. */
export type RecorderDeps = {
  readonly clock: Clock
  readonly store: FactWriter & ConsistentReader & Pick<Store, 'checkWritable'>
  readonly states: MonitorStates
  /** The revisions of the stored states that `states` began with, by monitor; 0 for those that are not there. */
  readonly stateRevisions: ReadonlyMap<string, number>
  readonly region: string
  /** Changes of health and of incidents became durable. */
  readonly onStored: (change: StoredChange) => void
  /** The store refused, or takes facts again (null). Called once for each change. */
  readonly onTrouble: (error: StoreError | null) => void
}

/** Stores checks: in batches at most a second behind, and at once where they change a health or an incident. */
export type Recorder = {
  /** Apply and queue a check; where it changes something it is on its way to disk when this returns. */
  record(check: Check, seenAt: number): void
  /** Apply the passing of time up to `now` (ms) and store what it changes. */
  advance(now: number): void
  /** Write all that waits. Resolves when it is durable, or when the store has refused (it is kept and tried again). */
  flush(): Promise<void>
  /**
   * Take over the states of these monitors that somebody else has stored, and apply to them what waits to be written.
   * Resolves when that is done. Rejects with StoreError, having changed nothing.
   */
  reload(monitors: readonly string[]): Promise<void>
  /**
   * Watch what another configuration says from now on: what is stored of monitors that are new is taken up, all else goes on.
   * Resolves when that is done. Rejects with StoreError, having changed nothing.
   */
  reconfigure(config: WatchedConfig): Promise<void>
  /** Checks that wait to be written. */
  backlog(): number
  /** The store's refusal that still stands, or null. */
  trouble(): StoreError | null
  stop(): Promise<void>
}

/** How often a batch is decided anew at once while others keep writing the same. */
const maxAttempts = 10
/** How long a check without consequences may wait, ms. */
const maxDelay = 1_000
/** Commits of what changes the story are at least this far apart, ms: an outage of everything is a few of them, not hundreds. */
const urgentInterval = 50

/**
 * The single writer of the running collector. All that waits is one ordered queue and goes out as one transaction, so
 * that a check, the transition it confirmed and the incident it opened are never apart on disk.
 */
export function createRecorder(deps: RecorderDeps): Recorder {
  const { clock, store, states, region } = deps
  const revisions = new Map(deps.stateRevisions)
  const waiting = createRecordQueue()
  let trouble: StoreError | null = null
  let timer: Timer | null = null
  let urgentPause: Timer | null = null
  let urgent = false
  let writing: Promise<void> | null = null
  let stopped = false

  function scheduleFlush(delay: number): void {
    if (stopped || timer) return
    timer = clock.after(delay, () => {
      timer = null
      void flush()
    })
  }

  /** Write at once what changes the story; of many at once the first goes at once and the others soon after, together. */
  function flushUrgently(): void {
    if (urgentPause) {
      urgent = true
      return
    }
    timer?.cancel()
    timer = null
    urgent = false
    void flush()
    urgentPause = clock.after(urgentInterval, () => {
      urgentPause = null
      if (urgent && !stopped) flushUrgently()
    })
  }

  const factsOf = (batch: RecordBatch): Facts => ({
    checks: batch.checks.map(({ check }) => check),
    transitions: batch.transitions,
    incidents: batch.incidents,
    states: [...batch.touched].map((monitor) => ({
      monitor,
      region,
      state: states.state(monitor),
      basedOn: revisions.get(monitor) ?? 0,
    })),
  })

  /** Write all that waits, decided anew as often as somebody else was faster. */
  async function write(attempt = 1): Promise<void> {
    const batch = waiting.take()
    if (!batch) return
    try {
      // What waits grows while the store refuses: ask it first, rather than have it write all of that in vain.
      if (trouble) await store.checkWritable()
      await store.commit(factsOf(batch))
    } catch (error) {
      waiting.putBack(batch)
      if (!(error instanceof Conflict)) return keepUntilLater(error)
      if (!(await resolveConflict(error))) return
      if (attempt < maxAttempts) return write(attempt + 1)
      return scheduleFlush(maxDelay)
    }
    for (const monitor of batch.touched) revisions.set(monitor, (revisions.get(monitor) ?? 0) + 1)
    if (trouble) deps.onTrouble((trouble = null))
    const { transitions: stored, incidents: told } = batch
    if (stored.length === 0 && told.length === 0) return
    const faults = faultsOf(batch.checks.map(({ check }) => check))
    deps.onStored({ kind: 'monitoring', transitions: stored, faults, incidents: told })
  }

  /** The store refuses: what waits is kept and tried again. */
  function keepUntilLater(error: unknown): void {
    if (!(error instanceof StoreError)) throw error
    if (!trouble) deps.onTrouble(error)
    trouble = error
    scheduleFlush(maxDelay)
  }

  /**
   * Somebody else wrote at the same moment: a person an incident, or another process the state of a monitor. Theirs
   * stands; ours is decided anew from what is stored. Resolves to whether that could be read.
   */
  async function resolveConflict(conflict: Conflict): Promise<boolean> {
    try {
      const isState = conflict instanceof StateConflict
      await takeOverStored(isState ? waiting.monitors() : new Set())
      // Our incidents were let go of: what becomes of them is decided now, since nobody may ask again before we stop.
      if (!isState) waiting.add(states.advance(clock.now()))
      return true
    } catch (error) {
      keepUntilLater(error)
      return false
    }
  }

  /** Go on from the stored incidents and the stored states of some monitors. Rejects with StoreError, having changed nothing. */
  async function takeOverStored(monitors: ReadonlySet<string>): Promise<void> {
    const stored = await store.read(async (reader) => ({
      series: monitors.size > 0 ? await reader.series() : [],
      incidents: await reader.incidents(),
    }))
    // From here on nothing is waited for, so that no check comes in between.
    waiting.dropIncidents()
    states.replaceIncidents(stored.incidents)
    for (const { monitor, region: seenFrom, state, stateRevision } of stored.series) {
      if (seenFrom !== region || !monitors.has(monitor)) continue
      if (stateRevision === (revisions.get(monitor) ?? 0)) continue
      revisions.set(monitor, stateRevision)
      states.replaceState(monitor, state ?? emptyHealthState)
      for (const { check, seenAt } of waiting.dropTransitions(monitor))
        if (check.at > (states.state(monitor).lastAt ?? -Infinity))
          waiting.add(states.applyCheck(check, seenAt))
    }
  }

  /** Rejects with StoreError, having changed nothing. */
  async function watchOthers(config: WatchedConfig): Promise<void> {
    const stored = await store.read(async (reader) => ({
      series: await reader.series(),
      incidents: await reader.incidents(),
    }))
    // From here on nothing is waited for, so that no check comes in between.
    const unknown = new Set(states.unknownTo(config.components))
    const fresh = new Map<string, HealthState>()
    for (const { monitor, region: seenFrom, state, stateRevision } of stored.series) {
      if (seenFrom !== region || !unknown.has(monitor)) continue
      revisions.set(monitor, stateRevision)
      if (state) fresh.set(monitor, state)
    }
    // Those that were not written yet are decided anew, for what is watched now.
    waiting.dropIncidents()
    states.reconfigure(config, fresh, stored.incidents)
    waiting.add(states.advance(clock.now()))
  }

  /** One after the other, so that no state is replaced while it is being written. */
  async function exclusively(work: () => Promise<void>): Promise<void> {
    while (writing) await writing
    writing = work().finally(() => (writing = null))
    await writing
  }
  const flush = (): Promise<void> => exclusively(() => write())

  return {
    record(seen, seenAt) {
      // One monitor's checks are strictly ordered: two beats of a heartbeat may come within a millisecond.
      const check = { ...seen, at: Math.max(seen.at, (states.state(seen.monitor).lastAt ?? 0) + 1) }
      waiting.addCheck({ check, seenAt })
      if (waiting.add(states.applyCheck(check, seenAt)) && !trouble) flushUrgently()
      else scheduleFlush(maxDelay)
    },
    advance(now) {
      if (!waiting.add(states.advance(now))) return
      if (trouble) scheduleFlush(maxDelay)
      else flushUrgently()
    },
    flush,
    async reload(monitors) {
      // What is written first need not be decided again.
      await flush()
      await exclusively(() => takeOverStored(new Set(monitors)))
      scheduleFlush(0)
    },
    async reconfigure(config) {
      // What is written first need not be decided again.
      await flush()
      await exclusively(() => watchOthers(config))
      scheduleFlush(0)
    },
    backlog: () => waiting.backlog(),
    trouble: () => trouble,
    async stop() {
      timer?.cancel()
      urgentPause?.cancel()
      timer = null
      stopped = true
      await flush()
    },
  }
}

/** The fault of each monitor's last check, in words; nothing where that check found none. */
const faultsOf = (checks: readonly Check[]): ReadonlyMap<string, string> =>
  new Map(
    [...new Map(checks.map((check) => [check.monitor, check.fault?.detail]))].filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
