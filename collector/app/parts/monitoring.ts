import type { Config } from '../../core/config/config.ts'
import type { MonitorStates } from '../../core/evaluation/monitor-states.ts'
import { describeUnheard } from '../describe-unheard.ts'
import type { Clock } from '../../core/time/clock.ts'
import { createConnectivity } from '../../monitoring/connectivity.ts'
import type { HeartbeatJournal } from '../../monitoring/heartbeat-journal.ts'
import { createHeartbeats } from '../../monitoring/heartbeats.ts'
import type { Recorder } from '../../monitoring/recorder.ts'
import { startStallDetector } from '../../monitoring/stall-detector.ts'
import { isConnected } from '../../probes/connectivity-probe.ts'
import type { CollectorMetrics } from '../../server/collector-metrics.ts'
import type { Alerts } from '../alerts.ts'
import { createBrokenProbes } from '../broken-probes.ts'
import { createCheckRunner } from '../check-runner.ts'
import type { AppContext } from '../context.ts'
import { heartbeatMonitorsOf, monitorsOf } from '../configured-monitors.ts'

/** How long the connectivity addresses may take to answer, ms. */
const connectivityTimeout = 3_000

/** What watches: the network, this process's own stalls, checks and heartbeats. */
export function createMonitoringParts(
  { log, runsEvery = null }: AppContext,
  config: () => Config,
  {
    clock,
    metrics,
    recorder,
    states,
    journal,
    alerts,
  }: {
    readonly clock: Clock
    readonly metrics: CollectorMetrics
    readonly recorder: Recorder
    readonly states: MonitorStates
    readonly journal: HeartbeatJournal
    readonly alerts: Alerts
  },
) {
  const { region } = config()
  const stallDetector = startStallDetector(clock, (lasted) =>
    log.warn(
      `event loop stalled for ${(lasted / 1000).toFixed(1)} s: failures during the stall are recorded as unknown`,
    ),
  )
  const network = createConnectivity(() => {
    const { connectivity } = config()
    return connectivity.length === 0 ? Promise.resolve(true) : isConnected(connectivity, connectivityTimeout)
  }, clock)
  network.subscribe((cutOff) => {
    if (cutOff)
      log.error(
        'network unreachable: none of the connectivity addresses answers; checks are recorded as unknown',
      )
    else log.info('network reachable again')
  })
  const { stalledSince } = stallDetector
  const brokenProbes = createBrokenProbes({
    error: (line) => log.error(line),
    info: (line) => log.info(line),
  })
  const checks = createCheckRunner(
    {
      clock,
      region,
      reachability: { isConnected: network.isConnected, stalledSince },
      states,
      recorder,
      runsEvery,
      onOutcome(monitor, outcome) {
        metrics.recordCheck(monitor.kind, outcome)
        alerts.recordOutcome(monitor, outcome)
      },
      onProbed: brokenProbes.observe,
    },
    () => config().secrets,
  )
  const heartbeats = createHeartbeats(heartbeatMonitorsOf(config()), {
    clock,
    region,
    state: states.state,
    record: recorder.record,
    reachable: async (since) =>
      !stalledSince(clock.monotonic() - 5_000, 1_000) && (await network.isConnected(since)),
    onNeverHeard: (monitor) => log.warn(describeUnheard(monitor)),
    lastWorkedAt: latestOf([
      journal.aliveAt,
      ...monitorsOf(config()).map(({ id }) => states.state(id).lastAt),
    ]),
    startedJobs: journal.startedJobs,
    recordStart: journal.recordStart,
  })
  return { stallDetector, network, checks, brokenProbes, heartbeats }
}

/** The latest of instants that are known, ms; null where none is. */
const latestOf = (instants: readonly (number | null)[]): number | null =>
  instants.reduce((latest, at) => (at !== null && (latest === null || at > latest) ? at : latest), null)
