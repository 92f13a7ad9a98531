import type { Config } from '../core/config/config.ts'
import type { DeploymentWatch } from '../core/deployment/deployment-watch.ts'
import type { Clock } from '../core/time/clock.ts'
import { type WatchService, type WatchServiceDeps, createWatchService } from '../deployments/watch-service.ts'
import type { StoredChange } from '../store/stored-change.ts'

/** Decides the watches over deployments while a collector runs. */
export type DeploymentWatcher = {
  /** The watches by the configuration as it is now. */
  service(): WatchService
  /** Begin what is due and not under way. Never rejects. */
  tick(): void
  /** Decide all that can be decided, and wait for it. Rejects with StoreError. */
  decideDue(): Promise<void>
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

/** How often what is watched is measured, ms. */
const interval = 5_000
/** Measuring takes at most this share of the time: what is large is measured less often. */
const largestShare = 0.05

/** @param onTrouble the store could not read or write; it is tried again */
export function createDeploymentWatcher({
  store,
  config,
  clock,
  log,
  onStored,
  onTrouble,
}: {
  readonly store: WatchServiceDeps['store']
  /** As it is now. */
  readonly config: () => Config
  readonly clock: Clock
  readonly log: { info(text: string): void; warn(text: string): void }
  readonly onStored: (change: StoredChange) => void
  readonly onTrouble: (error: unknown) => void
}): DeploymentWatcher {
  let current: { readonly config: Config; readonly service: WatchService } | null = null
  let running: Promise<void> | null = null
  let nextAt = -Infinity

  function service(): WatchService {
    const now = config()
    if (current?.config !== now) {
      const changed = (): void => onStored({ kind: 'notices' })
      current = { config: now, service: createWatchService({ store, config: now, now: clock.now, changed }) }
    }
    return current.service
  }

  async function decideDue(): Promise<void> {
    for (const watch of await service().decideDue()) describe(watch)
  }

  function describe({ deployment, verdict, findings }: DeploymentWatch): void {
    const exceeded = findings.filter(({ state }) => state === 'exceeded')
    const reasons = exceeded.map(({ component, trigger }) => `${trigger} of ${component}`).join(', ')
    if (verdict === 'roll_back')
      log.warn(`deployment ${deployment}: roll it back: ${reasons} above the limit`)
    else log.info(`deployment ${deployment}: its watch is over: ${verdict}`)
  }

  return {
    service,
    decideDue,
    tick() {
      if (clock.monotonic() < nextAt) return
      const begunAt = clock.monotonic()
      nextAt = Infinity
      running = decideDue()
        .catch(onTrouble)
        .finally(() => {
          const now = clock.monotonic()
          nextAt = Math.max(begunAt + interval, now + (now - begunAt) / largestShare)
          running = null
        })
    },
    async settled() {
      await running
    },
  }
}
