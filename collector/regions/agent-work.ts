import { createHash } from 'node:crypto'
import type { Config } from '../core/config/config.ts'
import type { ActiveMonitor } from '../core/monitoring/monitor.ts'
import { isWatchedFrom } from '../core/monitoring/quorum.ts'
import { type AgentWork, agentProtocol } from './agent-protocol.ts'

/** The monitors that are to be watched from a region. */
export const monitorsOfRegion = (
  config: Pick<Config, 'components' | 'region'>,
  region: string,
): readonly ActiveMonitor[] =>
  config.components
    .flatMap(({ monitors }) => monitors)
    .filter(
      (monitor): monitor is ActiveMonitor =>
        monitor.kind !== 'heartbeat' && isWatchedFrom(monitor, region, config.region),
    )

/**
 * What the agent of a region is to do by a configuration, without the time.
 *
 * @param version of this collector
 */
export function agentWork(
  config: Pick<Config, 'components' | 'region' | 'connectivity' | 'secrets'>,
  region: string,
  version: string,
): Omit<AgentWork, 'now'> {
  const monitors = monitorsOfRegion(config, region)
  const { connectivity } = config
  // An agent is told no secret but those of what it watches.
  const text = JSON.stringify(monitors)
  const secrets = config.secrets.filter((secret) => text.includes(JSON.stringify(secret).slice(1, -1)))
  const work = { protocol: agentProtocol, version, region, monitors, connectivity, secrets }
  return {
    ...work,
    configuration: createHash('sha256').update(JSON.stringify(work)).digest('hex').slice(0, 16),
  }
}
