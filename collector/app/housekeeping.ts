import type { Config } from '../core/config/config.ts'
import type { Clock } from '../core/time/clock.ts'
import type { ExternalChanges } from '../monitoring/external-changes.ts'
import { pruneChecks } from '../monitoring/retention.ts'
import type { ChangeKind } from '../store/changes.ts'
import type { StoredChange } from '../store/stored-change.ts'
import { heartbeatMonitorsOf } from './configured-monitors.ts'
import type { ProblemLog } from './problem-log.ts'
import type { CheckStore } from '../store/check-store.ts'
import type { DeliveryStore } from '../store/delivery-store.ts'
import type { NotificationStore } from '../store/notification-store.ts'
import type { MetricStore } from '../store/metric-store.ts'
import type { SubscriberStore } from '../store/subscriber-store.ts'
import { confirmationLifetime } from '../core/delivery/confirmation-mail.ts'

/** What housekeeping works on. */
export type HousekeepingDeps = {
  readonly store: CheckStore &
    MetricStore &
    Pick<SubscriberStore, 'pruneUnconfirmed'> &
    NotificationStore &
    Pick<DeliveryStore, 'pruneDeliveries' | 'pruneAcknowledgeLinks'>
  /** As it is now. */
  readonly config: () => Config
  readonly clock: Clock
  /** Make it durable that this collector listens, ms. */
  readonly recordAlive: (at: number) => Promise<void>
  readonly externalChanges: ExternalChanges
  readonly onStored: (change: StoredChange) => void
  readonly problems: ProblemLog
}

/** What a running collector does beside probing: it takes over what other processes wrote, prunes old checks and deliveries, and forgets who never confirmed a subscription. */
export type Housekeeping = {
  /** Begin what is due and not under way. Never rejects. */
  tick(): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

/** Changes that readers see at once; an ordinary check of another process waits for the next publication. */
const visibleKinds: readonly ChangeKind[] = [
  'transitions',
  'history',
  'notices',
  'metrics',
  'reports',
  'deployments',
]
/** How often it is written down that somebody listens for heartbeats, ms. */
const aliveInterval = 30_000
/** How often old checks are pruned, ms. */
const pruneInterval = 3_600_000
/** What was sent or dropped is kept this long, ms; what was given up until somebody decides. */
const keepDeliveries = 30 * 86_400_000
/** As many are forgotten in one piece. */
const deliveryBatch = 5_000

/** Nothing is done before the first `tick`. */
export function createHousekeeping(deps: HousekeepingDeps): Housekeeping {
  const { store, config, clock, externalChanges, onStored, problems } = deps
  let polling: Promise<void> | null = null
  let pruning: Promise<void> | null = null
  let prunedAt = -Infinity
  let writing: Promise<void> | null = null
  let aliveAt = -Infinity
  /** There are old checks left of those that are due. */
  let isPruning = false

  async function poll(): Promise<void> {
    const kinds = await externalChanges.poll()
    if (visibleKinds.some((kind) => kinds.has(kind))) onStored({ kind: 'external', kinds })
  }

  /** One small piece; until there is nothing left the next tick goes on. */
  async function prune(): Promise<void> {
    try {
      if (!isPruning) await store.pruneUnconfirmed(clock.now() - confirmationLifetime)
      await store.pruneAcknowledgeLinks(clock.now() - keepDeliveries)
      const before = clock.now() - keepDeliveries
      const pruned = await store.pruneDeliveries(before, deliveryBatch)
      // What a delivery told is forgotten no sooner than the delivery.
      const news = pruned === deliveryBatch ? 0 : await store.pruneNotifications(before, deliveryBatch)
      const isPartly = pruned === deliveryBatch || news === deliveryBatch
      const more = (await pruneChecks(store, config(), clock.now())) || isPartly
      isPruning = more
      if (!more) prunedAt = clock.monotonic()
    } catch (error) {
      isPruning = false
      prunedAt = clock.monotonic()
      throw error
    }
  }

  /** Where checks are recorded they tell it; a heartbeat that stays away records none. */
  function recordAlive(): void {
    if (clock.monotonic() - aliveAt < aliveInterval || heartbeatMonitorsOf(config()).length === 0) return
    aliveAt = clock.monotonic()
    writing ??= deps
      .recordAlive(clock.now())
      .catch(problems.report('it could not be written down that this collector listens'))
      .finally(() => (writing = null))
  }

  return {
    tick() {
      recordAlive()
      polling ??= poll()
        .catch(problems.report('changes by other processes could not be read'))
        .finally(() => (polling = null))
      if (clock.monotonic() - prunedAt <= pruneInterval) return
      pruning ??= prune()
        .catch(problems.report('old checks could not be pruned'))
        .finally(() => (pruning = null))
    },
    async settled() {
      await Promise.all([polling, pruning, writing])
    },
  }
}
