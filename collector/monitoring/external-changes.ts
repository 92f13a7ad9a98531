import { seriesKey } from '../core/monitoring/series-name.ts'
import type { MonitorStates } from '../core/evaluation/monitor-states.ts'
import type { ChangeCursor, ChangeKind, ChangeFeed } from '../store/changes.ts'
import type { Series, CheckReader } from '../store/check-store.ts'
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
  readonly store: CheckReader & NoticeReader & ChangeFeed
  readonly recorder: Pick<Recorder, 'reload'>
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

const rebuildsOf = (series: readonly Series[]): ReadonlyMap<string, number> =>
  new Map(series.map((one) => [seriesKey(one), one.rebuilds]))

/** To be taken before anything else is read from the store, so that no commit in between is missed. */
export async function markStore(store: CheckReader & ChangeFeed): Promise<StoreMark> {
  const { cursor } = await store.changesSince(null)
  return { cursor, rebuilds: rebuildsOf(await store.series()) }
}

/** @param since the mark taken before the states were read */
export function createExternalChanges(since: StoreMark, deps: ExternalChangesDeps): ExternalChanges {
  const { store, recorder, states } = deps
  let { cursor, rebuilds } = since

  /** Replaced timelines come with the states at their ends: with these the recorder goes on. */
  async function takeOverHistory(): Promise<void> {
    const series = await store.series()
    await recorder.reload(series.filter((one) => one.rebuilds !== (rebuilds.get(seriesKey(one)) ?? 0)))
    rebuilds = rebuildsOf(series)
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
