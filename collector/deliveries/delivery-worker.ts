import type { Clock } from '../core/time/clock.ts'
import type { DeliveryStore } from '../store/delivery-store.ts'
import type { LeaseStore } from '../store/lease.ts'
import { type DeliveryLane, type LaneDeps, createDeliveryLane } from './delivery-lane.ts'
import { type Audience, expandNotifications } from './expand-notifications.ts'
import type { Sender } from './sender.ts'

/** What the worker works with. */
export type DeliveryWorkerDeps = Omit<LaneDeps, 'store'> & {
  readonly store: DeliveryStore & LeaseStore
  readonly clock: Clock
  readonly audience: Audience
  readonly senders: readonly Sender[]
  /** The store refused; called once for each failure. */
  readonly onTrouble: (error: unknown) => void
}

/** Makes deliveries of what people are owed, and sends them. Of all processes on a store one works at a time. */
export type DeliveryWorker = {
  /** Begin what is due; returns at once. */
  tick(): void
  /** Make and send all that is due now, and wait for it: for a process that ends afterwards. Rejects with StoreError. */
  deliverDue(): Promise<void>
  /** Begin nothing any more; resolves when what is under way has ended. */
  stop(): Promise<void>
}

const leaseName = 'deliver'
/** A process that dies is replaced after this, ms. */
const leaseLength = 15_000

/** @returns a worker that does nothing until it is ticked */
export function createDeliveryWorker(deps: DeliveryWorkerDeps): DeliveryWorker {
  const { store, clock, holder, audience, onTrouble } = deps
  const stopping = new AbortController()
  const lanes: readonly DeliveryLane[] = deps.senders.map((sender) => createDeliveryLane(sender, deps))
  let lease: Awaited<ReturnType<LeaseStore['acquireLease']>> = null
  let preparing: Promise<readonly DeliveryLane[]> | null = null

  /** Whether this process is the one that delivers. */
  async function holdsLease(): Promise<boolean> {
    const now = clock.now()
    if (lease && now < lease.expiresAt - leaseLength / 2) return true
    lease = lease
      ? await store.renewLease(lease, now, leaseLength)
      : await store.acquireLease(leaseName, holder, now, leaseLength)
    return lease !== null
  }

  /** Make the deliveries that are due. Resolves to the lanes that have something to send, none where another process sends. */
  async function makeDue(): Promise<readonly DeliveryLane[]> {
    const isNews = (await store.pendingNotifications(1)).length > 0
    // Asked first, so that a collector that owes nothing writes nothing.
    if (!isNews && (await store.dueChannels(clock.now())).length === 0) return []
    if (!(await holdsLease())) return []
    if (isNews) await expandNotifications(store, audience, clock, stopping.signal)
    const due = new Set(await store.dueChannels(clock.now()))
    return lanes.filter(({ channel }) => due.has(channel))
  }

  function prepare(): Promise<readonly DeliveryLane[]> {
    preparing ??= makeDue().finally(() => (preparing = null))
    return preparing
  }

  return {
    tick() {
      if (stopping.signal.aborted || preparing) return
      prepare()
        .then((due) => {
          if (!stopping.signal.aborted) for (const lane of due) lane.run().catch(onTrouble)
        })
        .catch(onTrouble)
    },
    async deliverDue() {
      const due = await prepare()
      await Promise.all(due.map((lane) => lane.run()))
    },
    async stop() {
      stopping.abort()
      await Promise.all([preparing?.catch(() => {}), ...lanes.map((lane) => lane.stop())])
      if (lease) await store.releaseLease(lease).catch(() => {})
    },
  }
}
