import type { AuditActor } from '../core/account/audit-chain.ts'
import type { Config } from '../core/config/config.ts'
import { derivedId } from '../core/text/id.ts'
import { createDeploymentService } from '../deployments/deployment-service.ts'
import { createWatchService } from '../deployments/watch-service.ts'
import type { Store } from '../store/store.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Eight a month, each of a quarter of an hour. */
const every = 4 * day
const lasts = 15 * minute
/** Who deploys in the imagined past. */
const pipeline: AuditActor = { kind: 'token', name: 'pipeline' }
/** One of so many is taken back. */
const rolledBackEach = 9

/**
 * The deployments of `days` days of imagined past, the latest some hours ago, each with the verdict of the watch over it:
 * through the services of the present, with a virtual clock. To be called once the checks of these days are stored.
 *
 * @param now the present, ms
 */
export async function recordDeployments(
  store: Store,
  config: Config,
  days: number,
  now: number,
): Promise<void> {
  let clock = now
  let ids = 0
  const service = createDeploymentService({
    store,
    config,
    now: () => clock,
    id: () => derivedId('demonstration deployment', ids++),
  })
  const watches = createWatchService({ store, config, now: () => clock })
  const deployed = config.components.slice(0, 3).map(({ id }) => id)
  const latest = Math.floor((now - 7 * hour) / hour) * hour
  const count = Math.floor((days * day) / every)
  for (let i = count - 1; i >= 0; i--) {
    const at = latest - i * every
    const component = deployed[i % deployed.length]
    clock = at
    const { id } = await service.start(
      { version: `2.${40 - i}.0`, ...(component !== undefined && { components: [component] }) },
      pipeline,
    )
    clock = at + lasts
    await service.finish(id, { outcome: i % rolledBackEach === 4 ? 'rolled_back' : 'succeeded' }, pipeline)
    clock = at + config.deployments.watch + minute
    await watches.report(id)
  }
}
