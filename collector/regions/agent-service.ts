import type { Config } from '../core/config/config.ts'
import type { Check } from '../core/monitoring/check.ts'
import type { ActiveMonitor } from '../core/monitoring/monitor.ts'
import type { MonitorStates } from '../core/evaluation/monitor-states.ts'
import type { SeriesName } from '../core/monitoring/series-name.ts'
import { addLateChecks } from '../monitoring/late-checks.ts'
import type { Recorder } from '../monitoring/recorder.ts'
import type { CheckStore } from '../store/check-store.ts'
import type { AgentDelivery, AgentWork, DeliveryReceipt } from './agent-protocol.ts'
import type { AgentRegistry, AgentStatus } from './agent-registry.ts'
import { agentWork, monitorsOfRegion } from './agent-work.ts'

/** Gives agents their work and takes what they saw. */
export type AgentService = {
  /** What the agent of a region is to do now; null for a region that is not one of the configuration's others. */
  work(region: string): AgentWork | null
  /**
   * Record what an agent saw. Resolves when it is durable; the same delivery again changes nothing. Checks of monitors that
   * are not (or no longer) watched from the region are left out. Rejects with StoreError. Null as `work`.
   */
  receive(region: string, delivery: AgentDelivery): Promise<DeliveryReceipt | null>
  /** The agents of the regions, in the order of the configuration. */
  list(): readonly AgentStatus[]
}

/** What is needed to take the checks of agents. */
export type AgentServiceDeps = {
  readonly config: () => Config
  readonly store: CheckStore
  readonly states: Pick<MonitorStates, 'state'>
  readonly recorder: Pick<Recorder, 'record' | 'reload' | 'evaluate' | 'flush' | 'trouble'>
  readonly registry: AgentRegistry
  /** ms since the epoch. */
  readonly now: () => number
  /** Version of this collector. */
  readonly version: string
}

/** How far ahead of the collector's clock a check may be, ms: what lies further is of a broken clock. */
const clockTolerance = 60_000

export function createAgentService(deps: AgentServiceDeps): AgentService {
  const { config, registry, now, version } = deps
  const workOf = rememberWork(version)
  const isOther = (region: string): boolean =>
    region !== config().region && config().regions.some(({ id }) => id === region)

  return {
    work(region) {
      if (!isOther(region)) return null
      return { ...workOf(config(), region), now: now() }
    },
    async receive(region, delivery) {
      if (!isOther(region)) return null
      const receivedAt = now()
      registry.record(region, delivery, receivedAt)
      const monitors = new Map(monitorsOfRegion(config(), region).map((monitor) => [monitor.id, monitor]))
      let accepted = 0
      for (const [id, delivered] of Map.groupBy(delivery.checks, ({ monitor }) => monitor)) {
        const monitor = monitors.get(id)
        if (!monitor) continue
        const checks = delivered
          .filter(({ at }) => at <= receivedAt + clockTolerance)
          .map((check): Check => ({ ...check, region }))
          .toSorted((a, b) => a.at - b.at)
        accepted += await recordChecks(deps, monitor, { monitor: id, region }, checks, receivedAt)
      }
      await deps.recorder.flush()
      const trouble = deps.recorder.trouble()
      if (trouble) throw trouble
      return { accepted, configuration: workOf(config(), region).configuration, now: now() }
    },
    list: () => registry.list(config()),
  }
}

/** The work of each region, computed once for a configuration: every delivery is answered with a word of it. */
function rememberWork(version: string) {
  let of: Config | null = null
  let byRegion = new Map<string, ReturnType<typeof agentWork>>()
  return (config: Config, region: string): ReturnType<typeof agentWork> => {
    if (config !== of) {
      of = config
      byRegion = new Map()
    }
    const work = byRegion.get(region) ?? agentWork(config, region, version)
    byRegion.set(region, work)
    return work
  }
}

/** Record the checks of one series, oldest first; resolves to how many are new. */
async function recordChecks(
  { store, states, recorder }: AgentServiceDeps,
  monitor: ActiveMonitor,
  series: SeriesName,
  checks: readonly Check[],
  seenAt: number,
): Promise<number> {
  const { health, since, lastAt } = states.state(series.monitor, series.region)
  const isInTime = lastAt === null || checks.every(({ at }) => at > lastAt)
  // Time was let pass without them: what they saw replaces what nobody knew.
  const wasGivenUp = health === 'unknown' && lastAt !== null && (since ?? 0) > lastAt
  if (isInTime && !wasGivenUp) {
    for (const check of checks) recorder.record(check, seenAt)
    return checks.length
  }
  // What waits to be written is among what is read.
  await recorder.flush()
  const added = await addLateChecks(store, monitor, series, checks)
  await recorder.reload([series])
  recorder.evaluate(monitor.id, seenAt)
  return added
}
