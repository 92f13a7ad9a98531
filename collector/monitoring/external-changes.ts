import type { MonitorStates } from '../core/monitoring/monitor-states.ts'
import type { Monitor } from '../core/monitoring/monitor.ts'
import type { ChangeCursor, ChangeKind, ChangeFeed } from '../store/changes.ts'
import type { Series, CheckStore } from '../store/check-store.ts'
import { backfill } from './backfill.ts'
import type { Recorder } from './recorder.ts'
import type { NoticeReader } from '../store/notice-store.ts'

/** How far the store had come when a process began to read from it. */
export type StoreMark = {
  readonly cursor: ChangeCursor
  /** How often the timeline of each series had been replaced, by series. */
  readonly rebuilds: ReadonlyMap<string, number>
}

/** What is needed to take over what others commit. */
export type ExternalChangesDeps = {
  readonly store: CheckStore & NoticeReader & ChangeFeed
  readonly monitors: readonly Monitor[]
  readonly region: string
  readonly recorder: Pick<Recorder, 'flush'>
  readonly states: MonitorStates
}

/** Finds what other processes commit. */
export type ExternalChanges = {
  /**
   * Take over what others have committed since the last time; resolves to the kinds of changes that were. Rejects with
   * StoreError, and then looks again.
   */
  poll(): Promise<ReadonlySet<ChangeKind>>
}

/** How often one monitor is rebuilt when checks keep coming in meanwhile. */
const maxAttempts = 5

const seriesKey = ({ monitor, region }: Pick<Series, 'monitor' | 'region'>): string => `${monitor}\n${region}`

const rebuildsOf = (series: readonly Series[]): ReadonlyMap<string, number> =>
  new Map(series.map((one) => [seriesKey(one), one.rebuilds]))

/** To be taken before anything else is read from the store, so that no commit in between is missed. */
export async function markStore(store: CheckStore & ChangeFeed): Promise<StoreMark> {
  const { cursor } = await store.changesSince(null)
  return { cursor, rebuilds: rebuildsOf(await store.series()) }
}

/** @param since the mark taken before the states were read */
export function createExternalChanges(since: StoreMark, deps: ExternalChangesDeps): ExternalChanges {
  const { store, region, recorder, states } = deps
  const monitorsById = new Map(deps.monitors.map((monitor) => [monitor.id, monitor]))
  let { cursor, rebuilds } = since

  /** Rebuild the state of a monitor that somebody has backfilled, who may have missed our latest checks. */
  async function rebuildMonitor(monitor: Monitor): Promise<void> {
    for (let i = 0; i < maxAttempts; i++) {
      await recorder.flush()
      await backfill(store, monitor, region, [])
      const series = (await store.series()).find((one) => one.region === region && one.monitor === monitor.id)
      const state = series?.state
      // A check that has come meanwhile is not in it yet: what it changed must not be lost.
      if (!state || (states.state(monitor.id).lastAt ?? 0) > (state.lastAt ?? 0)) continue
      return states.replaceState(monitor.id, state)
    }
  }

  async function takeOverHistory(): Promise<void> {
    await recorder.flush()
    for (const one of await store.series()) {
      if (one.rebuilds === (rebuilds.get(seriesKey(one)) ?? 0)) continue
      const monitor = monitorsById.get(one.monitor)
      if (monitor && one.region === region) await rebuildMonitor(monitor)
    }
    rebuilds = rebuildsOf(await store.series())
  }

  return {
    async poll() {
      const { kinds, cursor: reached } = await store.changesSince(cursor)
      if (kinds.has('history')) await takeOverHistory()
      if (kinds.has('history') || kinds.has('notices')) states.replaceIncidents(await store.incidents())
      cursor = reached
      return kinds
    },
  }
}
