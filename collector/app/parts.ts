import { join } from 'node:path'
import type { MonitorStates } from '../core/monitoring/monitor-states.ts'
import { formatDuration } from '../core/time/duration.ts'
import type { ActiveMonitor, HeartbeatMonitor, Monitor } from '../core/monitoring/monitor.ts'
import type { Clock } from '../core/time/clock.ts'
import { createMetricPulls } from '../metrics/metric-pulls.ts'
import { pullFigure } from '../metrics/sources/pull-metric.ts'
import { type Connectivity, createConnectivity } from '../monitoring/connectivity.ts'
import { createExternalChanges, markStore } from '../monitoring/external-changes.ts'
import { createHealthLog } from '../monitoring/health-log.ts'
import { createHeartbeats } from '../monitoring/heartbeats.ts'
import { type Recorder, createRecorder } from '../monitoring/recorder.ts'
import { startStallDetector } from '../monitoring/stall-detector.ts'
import { isConnected } from '../probes/connectivity-probe.ts'
import { createSnapshotSource } from '../publishing/gather.ts'
import { type CollectorMetrics, createCollectorMetrics } from '../server/collector-metrics.ts'
import { openMonitorStates } from './bootstrap.ts'
import { type ChangeSource, createChangeSource } from './change-source.ts'
import { createCheckRunner } from './check-runner.ts'
import type { AppContext } from './context.ts'
import { createDeliveries } from './deliveries.ts'
import { createHousekeeping } from './housekeeping.ts'
import { createNoticeSync } from './notice-sync.ts'
import { type ProblemLog, createProblemLog } from './problem-log.ts'
import { type Publisher, createPublisher } from './publisher.ts'
import { createReportArchiver } from './report-archiver.ts'
import { createSubscriptions } from './subscriptions.ts'
import { subscribeAll } from './subscribers.ts'
import { createVisitors } from './visitors.ts'
import { describeClockJump, systemClock } from '../time/system-clock.ts'

/** How long the connectivity addresses may take to answer, ms. */
const connectivityTimeout = 3_000

/** Everything a collector consists of, made and connected. */
export type CollectorParts = Awaited<ReturnType<typeof createParts>>

/** Make the parts, lower ones first, and connect them. Nothing is probed yet. Rejects with StoreError. */
export async function createParts(context: AppContext) {
  const { config, store, log } = context
  const { region } = config
  const monitors = config.components.flatMap((component) => component.monitors)
  const mark = await markStore(store)
  const { states, stateRevisions } = await openMonitorStates(store, config)
  const healths = new Map(monitors.map(({ id }) => [id, states.state(id).before ?? 'unknown'] as const))
  const latest = Math.max(0, ...(await store.latestChecks()).map((check) => check.at))
  const clock = systemClock(latest, (jump) => log.warn(describeClockJump(jump)))
  await store.commit({ configuration: { at: clock.now(), components: config.components, region } })

  const metrics = createCollectorMetrics()
  const problems = createProblemLog(log)
  const changes = createChangeSource()
  const onStored = changes.emit
  const recorder = createRecorder({
    clock,
    store,
    states,
    stateRevisions,
    region,
    onStored,
    onTrouble(error) {
      metrics.recordStoreError()
      if (error) log.error(`the database cannot be written, checks are kept in memory: ${error.message}`)
      else log.info('the database can be written again, nothing was lost')
    },
  })
  const monitoring = createMonitoring(context, { clock, metrics, recorder, states, monitors })
  const { network } = monitoring
  const metricPulls = createMetricPulls({
    store,
    metrics: config.metrics,
    clock,
    pull: (pull, signal) => pullFigure(pull, signal, config.secrets),
    log: (level, text) => log[level](text),
    onStored,
  })
  const publishing = await createPublishing(context, { clock, metrics, network, changes, problems })
  const externalChanges = createExternalChanges(mark, { store, region, recorder, states })
  const housekeeping = createHousekeeping({ store, config, clock, externalChanges, onStored, problems })
  subscribeAll(changes, {
    ...publishing,
    metrics,
    healthLog: createHealthLog(healths),
    log,
    states,
    store,
    problems,
  })
  if (!context.publishOnly) {
    // Whatever happened while no collector ran is unknown from the first publication on.
    recorder.advance(clock.now())
    await recorder.flush()
  }
  const noticeSync = await createNoticeSync({
    store,
    config,
    clock,
    log,
    onStored,
    notices: join(context.terminal.data, 'notices'),
  })
  return {
    ...monitoring,
    clock,
    metrics,
    problems,
    onStored,
    recorder,
    metricPulls,
    ...publishing,
    housekeeping,
    noticeSync,
    ...createReach(context, clock, problems, publishing.publisher),
  }
}

/** What tells people of it: subscriptions by visitors, and what is sent to them and to the team. */
function createReach(context: AppContext, clock: Clock, problems: ProblemLog, publisher: Publisher) {
  const subscriptions = createSubscriptions(context, clock)
  const visitors = createVisitors(context, { clock, subscriptions, snapshot: publisher.snapshotSince })
  const deliveries = createDeliveries(context, clock, problems, subscriptions, visitors)
  return { subscriptions, visitors, deliveries }
}

/** What makes pages and reports of what is stored. */
async function createPublishing(
  context: AppContext,
  {
    clock,
    metrics,
    network,
    changes,
    problems,
  }: {
    readonly clock: Clock
    readonly metrics: CollectorMetrics
    readonly network: Connectivity
    readonly changes: ChangeSource
    readonly problems: ProblemLog
  },
) {
  const { config, store, log } = context
  const snapshotSource = createSnapshotSource(
    store,
    config,
    () => ({ cutOff: network.isCutOff(), demo: context.demo }),
    !context.publishOnly,
  )
  const publisher = await createPublisher(context, snapshotSource, clock, metrics)
  network.subscribe(() => publisher.request())
  const reportArchiver = createReportArchiver(
    store,
    config,
    log,
    changes.emit,
    problems.report('reports could not be frozen'),
  )
  return { publisher, reportArchiver }
}

/** What watches: the network, this process's own stalls, checks and heartbeats. */
function createMonitoring(
  { config, log }: AppContext,
  {
    clock,
    metrics,
    recorder,
    states,
    monitors,
  }: {
    readonly clock: Clock
    readonly metrics: CollectorMetrics
    readonly recorder: Recorder
    readonly states: MonitorStates
    readonly monitors: readonly Monitor[]
  },
) {
  const { connectivity, region, secrets } = config
  const stallDetector = startStallDetector(clock, (lasted) =>
    log.warn(
      `event loop stalled for ${(lasted / 1000).toFixed(1)} s: failures during the stall are recorded as unknown`,
    ),
  )
  const network = createConnectivity(
    () =>
      connectivity.length === 0 ? Promise.resolve(true) : isConnected(connectivity, connectivityTimeout),
    clock,
  )
  network.subscribe((cutOff) => {
    if (cutOff)
      log.error(
        'network unreachable: none of the connectivity addresses answers; checks are recorded as unknown',
      )
    else log.info('network reachable again')
  })
  const { stalledSince } = stallDetector
  const checks = createCheckRunner(
    {
      clock,
      region,
      reachability: { isConnected: network.isConnected, stalledSince },
      states,
      recorder,
      onOutcome: (monitor, outcome) => metrics.recordCheck(monitor.kind, outcome),
    },
    secrets,
  )
  const heartbeats = createHeartbeats(
    monitors.filter((monitor): monitor is HeartbeatMonitor => monitor.kind === 'heartbeat'),
    {
      clock,
      region,
      state: states.state,
      record: recorder.record,
      reachable: async (since) =>
        !stalledSince(clock.monotonic() - 5_000, 1_000) && (await network.isConnected(since)),
      onNeverHeard: ({ id, every, grace }) =>
        log.warn(
          `no beat of ${id} has ever come, although one was due after ${formatDuration(every + grace)}: see whether the job calls its address`,
        ),
      lastWorkedAt: latestOf(monitors.map(({ id }) => states.state(id).lastAt)),
    },
  )
  const activeMonitors = monitors.filter((monitor): monitor is ActiveMonitor => monitor.kind !== 'heartbeat')
  return { stallDetector, network, checks, heartbeats, activeMonitors }
}

/** The latest of instants that are known, ms; null where none is. */
const latestOf = (instants: readonly (number | null)[]): number | null =>
  instants.reduce((latest, at) => (at !== null && (latest === null || at > latest) ? at : latest), null)
