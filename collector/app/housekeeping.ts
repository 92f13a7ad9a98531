import type { Config } from '../core/config/config.ts'
import type { Clock } from '../core/time/clock.ts'
import type { ExternalChanges } from '../monitoring/external-changes.ts'
import { pruneChecks } from '../monitoring/retention.ts'
import type { ChangeKind } from '../store/changes.ts'
import type { StoredChange } from '../store/stored-change.ts'
import type { ProblemLog } from './problem-log.ts'
import type { CheckStore } from '../store/check-store.ts'
import type { MetricStore } from '../store/metric-store.ts'
import type { SubscriberStore } from '../store/subscriber-store.ts'
import { confirmationLifetime } from '../core/subscription/confirmation-mail.ts'

/** What housekeeping works on. */
export type HousekeepingDeps = {
  readonly store: CheckStore & MetricStore & Pick<SubscriberStore, 'pruneUnconfirmed'>
  readonly config: Config
  readonly clock: Clock
  readonly externalChanges: ExternalChanges
  readonly onStored: (change: StoredChange) => void
  readonly problems: ProblemLog
}

/** What a running collector does beside probing: it takes over what other processes wrote, prunes old checks, and forgets who never confirmed a subscription. */
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
/** How often old checks are pruned, ms. */
const pruneInterval = 3_600_000

/** Nothing is done before the first `tick`. */
export function createHousekeeping(deps: HousekeepingDeps): Housekeeping {
  const { store, config, clock, externalChanges, onStored, problems } = deps
  let polling: Promise<void> | null = null
  let pruning: Promise<void> | null = null
  let prunedAt = -Infinity
  /** There are old checks left of those that are due. */
  let isPruning = false

  async function poll(): Promise<void> {
    const kinds = await externalChanges.poll()
    problems.clear()
    if (visibleKinds.some((kind) => kinds.has(kind))) onStored({ kind: 'external', kinds })
  }

  /** One small piece; until there is nothing left the next tick goes on. */
  async function prune(): Promise<void> {
    try {
      if (!isPruning) await store.pruneUnconfirmed(clock.now() - confirmationLifetime)
      const more = await pruneChecks(store, config, clock.now())
      isPruning = more
      if (!more) prunedAt = clock.monotonic()
    } catch (error) {
      isPruning = false
      prunedAt = clock.monotonic()
      throw error
    }
  }

  return {
    tick() {
      polling ??= poll()
        .catch(problems.report('changes by other processes could not be read'))
        .finally(() => (polling = null))
      if (clock.monotonic() - prunedAt <= pruneInterval) return
      pruning ??= prune()
        .catch(problems.report('old checks could not be pruned'))
        .finally(() => (pruning = null))
    },
    async settled() {
      await Promise.all([polling, pruning])
    },
  }
}
