import type { MonitorStates } from '../core/monitoring/monitor-states.ts'
import type { Monitor } from '../core/monitoring/monitor.ts'
import type { Store } from '../store/store.ts'
import { backfill } from './backfill.ts'

export type ExternalChangesDeps = {
  readonly store: Store
  readonly monitors: readonly Monitor[]
  readonly region: string
  /** Write all that waits. */
  readonly flush: () => Promise<void>
  /** The memory of now; asked late, for it is read from the store after this has begun to watch it. */
  readonly states: () => MonitorStates
}

/** Watches the store for what other processes write. */
export type ExternalChanges = {
  /**
   * Believe what others have written since the last time; resolves to what that may have been: only notices, or history
   * as well. Rejects with StoreError, and then looks again.
   */
  poll(): Promise<'nothing' | 'notices' | 'history'>
}

/** How often one monitor is folded anew when checks keep coming in meanwhile. */
const maxAttempts = 5

/** To be opened before anything is read from the store, so that nothing is missed in between. */
export async function watchExternalChanges(deps: ExternalChangesDeps): Promise<ExternalChanges> {
  const { store, monitors, region, flush } = deps
  const monitorsById = new Map(monitors.map((monitor) => [monitor.id, monitor]))
  const ownSeries = async () => (await store.series()).filter((one) => one.region === region)
  const key = (one: { readonly monitor: string; readonly region: string }): string =>
    `${one.monitor}\n${one.region}`
  const refoldCounts = async (): Promise<Map<string, number>> =>
    new Map((await store.series()).map((one) => [key(one), one.rebuilds]))

  let revision = await store.externalRevision()
  let refolds = await refoldCounts()

  /** Fold a series anew, now that somebody has backfilled it and may have missed our latest checks. */
  async function rebuildMonitor(monitor: Monitor): Promise<void> {
    for (let i = 0; i < maxAttempts; i++) {
      await flush()
      await backfill(store, monitor, region, [])
      const state = (await ownSeries()).find((one) => one.monitor === monitor.id)?.state
      const ledger = deps.states()
      // A check that has come meanwhile is not in it yet: its consequences must not be forgotten.
      if (!state || (ledger.state(monitor.id).lastAt ?? 0) > (state.lastAt ?? 0)) continue
      return ledger.replaceState(monitor.id, state)
    }
  }

  return {
    async poll() {
      const now = await store.externalRevision()
      if (now === revision) return 'nothing'
      await flush()
      let history = false
      for (const one of await store.series()) {
        if (one.rebuilds === (refolds.get(key(one)) ?? 0)) continue
        history = true
        const cadence = monitorsById.get(one.monitor)
        if (cadence && one.region === region) await rebuildMonitor(cadence)
      }
      refolds = await refoldCounts()
      deps.states().replaceIncidents(await store.incidents())
      revision = now
      return history ? 'history' : 'notices'
    },
  }
}
