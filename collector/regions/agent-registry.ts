import type { Config } from '../core/config/config.ts'
import { formatDuration } from '../core/time/duration.ts'
import { monitorsOfRegion } from './agent-work.ts'
import type { AgentDelivery } from './agent-protocol.ts'

/** What is known of the agent of a region. Times in ms. */
export type AgentStatus = {
  readonly region: string
  /** How many monitors it is to watch. */
  readonly monitors: number
  /** When it last delivered, since the epoch; null when it has not since this collector started. */
  readonly deliveredAt: number | null
  readonly version: string | null
  /** How far its machine's clock is ahead of the collector's; its checks are dated by the collector's. */
  readonly clockLead: number | null
  /** Checks that waited at the agent after its last delivery. */
  readonly waiting: number | null
}

/** Remembers the deliveries of agents. */
export type AgentRegistry = {
  record(region: string, delivery: Omit<AgentDelivery, 'checks'>, receivedAt: number): void
  list(config: Pick<Config, 'components' | 'region' | 'regions'>): readonly AgentStatus[]
  /** The agents that have work and have not delivered for too long, in words; as of an instant (ms). */
  silent(config: Pick<Config, 'components' | 'region' | 'regions'>, now: number): readonly string[]
}

/** An agent delivers at least every 10 s, ms: so long without a delivery is more than a bad connection. */
const longestSilence = 60_000
/** A clock that is further away than this is told of, ms. */
const noticedLead = 2_000

type LastDelivery = Pick<AgentStatus, 'version' | 'clockLead' | 'waiting'> & { readonly deliveredAt: number }

/**
 * @param startedAt when this collector began, ms: agents have the usual time from then on
 * @param log what changed of an agent, for the operator
 */
export function createAgentRegistry(
  startedAt: number,
  log: { info(line: string): void; warn(line: string): void },
): AgentRegistry {
  const last = new Map<string, LastDelivery>()

  function statusOf(config: Pick<Config, 'components' | 'region' | 'regions'>, region: string): AgentStatus {
    const { deliveredAt = null, version = null, clockLead = null, waiting = null } = last.get(region) ?? {}
    const monitors = monitorsOfRegion(config, region).length
    return { region, monitors, deliveredAt, version, clockLead, waiting }
  }
  const list: AgentRegistry['list'] = (config) =>
    config.regions.filter(({ id }) => id !== config.region).map(({ id }) => statusOf(config, id))

  return {
    record(region, { version, clock, waiting }, receivedAt) {
      const before = last.get(region)
      const clockLead = clock - receivedAt
      if (!before) log.info(`the agent of ${region} delivers (version ${version})`)
      const noticed = Math.abs(clockLead) > noticedLead
      if (noticed && Math.abs(clockLead - (before?.clockLead ?? 0)) > noticedLead)
        log.warn(
          `the clock of the agent of ${region} is ${formatDuration(Math.round(Math.abs(clockLead) / 1_000) * 1_000)} ${clockLead > 0 ? 'ahead' : 'behind'}: its checks are dated by the collector's clock`,
        )
      last.set(region, { deliveredAt: receivedAt, version, clockLead, waiting })
    },
    list,
    silent: (config, now) =>
      list(config)
        .filter(
          ({ monitors, deliveredAt }) => monitors > 0 && now - (deliveredAt ?? startedAt) > longestSilence,
        )
        .map(({ region, deliveredAt }) =>
          deliveredAt === null
            ? `no agent of ${region} has delivered since the start: what is seen from there is unknown`
            : `the agent of ${region} has not delivered for ${formatDuration(Math.floor((now - deliveredAt) / 60_000) * 60_000)}: what is seen from there is unknown`,
        ),
  }
}
