import type { Clock } from '../../core/time/clock.ts'
import { createConnectivity } from '../../monitoring/connectivity.ts'
import { startScheduler } from '../../monitoring/scheduler.ts'
import { startStallDetector } from '../../monitoring/stall-detector.ts'
import { isConnected } from '../../probes/connectivity-probe.ts'
import type { AgentWork, DeliveredCheck } from '../../regions/agent-protocol.ts'
import type { AgentStates } from '../../regions/agent/agent-states.ts'
import { createBrokenProbes } from '../broken-probes.ts'
import { createCheckRunner, maxConcurrentProbes } from '../check-runner.ts'
import type { AgentContext } from './agent-context.ts'

/** How long the connectivity addresses may take to answer, ms. */
const connectivityTimeout = 3_000
/** Probe by the work as a collector does. `onCheck` is called with every check, dated after those before it. */
export function startWatching(
  { log }: AgentContext,
  clock: Clock,
  holder: { readonly work: AgentWork },
  states: AgentStates,
  onCheck: (check: DeliveredCheck) => void,
) {
  const stallDetector = startStallDetector(clock, (lasted) =>
    log.warn(`stalled for ${(lasted / 1000).toFixed(1)} s: failures during it are recorded as unknown`),
  )
  const network = createConnectivity(() => {
    const { connectivity } = holder.work
    return connectivity.length === 0 ? Promise.resolve(true) : isConnected(connectivity, connectivityTimeout)
  }, clock)
  const brokenProbes = createBrokenProbes({
    error: (line) => log.error(line),
    info: (line) => log.info(line),
  })
  const checks = createCheckRunner(
    {
      clock,
      region: holder.work.region,
      reachability: { isConnected: network.isConnected, stalledSince: stallDetector.stalledSince },
      states: { checkStarted: () => {}, hasUnconfirmedChange: states.hasUnconfirmedChange },
      recorder: {
        record({ monitor, at, health, took, fault, every }) {
          onCheck({
            monitor,
            at: states.dateOf(monitor, at),
            health,
            took,
            ...(fault && { fault }),
            ...(every !== undefined && { every }),
          })
        },
      },
      onOutcome: () => {},
      onProbed: brokenProbes.observe,
    },
    () => holder.work.secrets,
  )
  const scheduler = startScheduler(holder.work.monitors, {
    clock,
    check: checks.check,
    concurrency: maxConcurrentProbes,
  })
  return {
    update({ monitors }: AgentWork): void {
      brokenProbes.keepOnly(monitors)
      scheduler.update(monitors)
    },
    async stop(): Promise<void> {
      checks.stop()
      stallDetector.stop()
      await scheduler.stop()
    },
  }
}
