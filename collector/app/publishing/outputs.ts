import type { Config } from '../../core/config/config.ts'
import { type Clock, sleep } from '../../core/time/clock.ts'
import { createHooks } from '../../publishing/hooks.ts'
import { openFolder } from '../../publishing/release/folder-publisher.ts'
import { createWebSubPublisher } from '../../publishing/websub.ts'
import type { AppContext } from '../context.ts'

/** How long one who publishes and leaves waits for a hub, ms. */
const hubTimeout = 10_000

/** Where publications go: the folder, the operator's hooks, the WebSub hub. */
export async function openOutputs({ terminal, log, demo }: AppContext, config: () => Config, clock: Clock) {
  const folder = await openFolder(terminal.data, { clock, durable: !demo })
  const hub = createWebSubPublisher({
    hub: () => config().publish.hub,
    page: () => config().page.url,
    clock,
    log,
  })
  const hooks = createHooks({ after: () => config().publish.after, hold: folder.hold, clock, log })
  return {
    folder,
    hub,
    hooks,
    /** Resolves once hooks and the hub have what was published last, or the hub has taken too long. */
    async settled(): Promise<void> {
      await hooks.settled()
      await settledWithin(clock, hub.settled(), hubTimeout)
    },
    async close(): Promise<void> {
      await hooks.stop()
      await hub.stop()
      await folder.close()
    },
  }
}

/** Wait for some work, for so many ms at most. */
async function settledWithin(clock: Clock, work: Promise<void>, ms: number): Promise<void> {
  const waiting = new AbortController()
  await Promise.race([work, sleep(clock, ms, waiting.signal)])
  waiting.abort()
}
