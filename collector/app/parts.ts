import { join } from 'node:path'
import type { Config } from '../core/config/config.ts'
import type { KnownHealth } from '../core/monitoring/health.ts'
import type { MonitorStates } from '../core/evaluation/monitor-states.ts'
import { describeUnheard } from './describe-unheard.ts'
import type { Clock } from '../core/time/clock.ts'
import { createMetricPulls } from '../metrics/metric-pulls.ts'
import { pullFigure } from '../metrics/sources/pull-metric.ts'
import { type Connectivity, createConnectivity } from '../monitoring/connectivity.ts'
import { type ExternalChanges, createExternalChanges, markStore } from '../monitoring/external-changes.ts'
import { createHealthLog } from '../monitoring/health-log.ts'
import { type HeartbeatJournal, openHeartbeatJournal } from '../monitoring/heartbeat-journal.ts'
import { createHeartbeats } from '../monitoring/heartbeats.ts'
import { type Recorder, createRecorder } from '../monitoring/recorder.ts'
import { startStallDetector } from '../monitoring/stall-detector.ts'
import { isConnected } from '../probes/connectivity-probe.ts'
import { type SnapshotSource, createSnapshotSource } from '../publishing/gather.ts'
import { type CollectorMetrics, createCollectorMetrics } from '../server/collector-metrics.ts'
import { createAgents } from './agents/agents.ts'
import { type Alerts, createAlerts } from './alerts.ts'
import { openMonitorStates } from './bootstrap.ts'
import { createBrokenProbes } from './broken-probes.ts'
import { type ChangeSource, createChangeSource } from './change-source.ts'
import { createCheckRunner } from './check-runner.ts'
import type { AppContext } from './context.ts'
import { heartbeatMonitorsOf, monitorsOf } from './configured-monitors.ts'
import { createDeploymentWatcher } from './deployment-watcher.ts'
import { createHousekeeping } from './housekeeping.ts'
import { createNoticeSync } from './notice-sync.ts'
import { type ProblemLog, createProblemLog } from './problem-log.ts'
import { createPublisher } from './publisher.ts'
import { createReportTexts } from '../reports/report-texts.ts'
import { createReconfigurableDeliveries } from './deliveries/reconfigurable-deliveries.ts'
import { createReportArchiver } from './report-archiver.ts'
import { createStoreWatch } from './store-watch.ts'
import { subscribeAll } from './subscriptions/subscribers.ts'
import { clockDoubt } from '../time/plausible-clock.ts'
import { describeClockJump, systemClock } from '../time/system-clock.ts'
import { CliError } from './errors.ts'

/** How long the connectivity addresses may take to answer, ms. */
const connectivityTimeout = 3_000

/** Everything a collector consists of, made and connected. */
export type CollectorParts = Awaited<ReturnType<typeof createParts>>

/** Make the parts, lower ones first, and connect them. Nothing is probed yet. Rejects with StoreError, and with CliError where the clock cannot be gone by. */
export async function createParts(context: AppContext) {
  const { config, store, log } = context
  const { region } = config
  const holder = { config }
  const currentConfig = (): Config => holder.config
  const mark = await markStore(store)
  const journal = await openHeartbeatJournal(store, region)
  const { states, stateRevisions } = await openMonitorStates(store, config)
  const clock = context.clock ?? (await createClock(context, journal.aliveAt ?? 0))
  await store.commit({ configuration: { at: clock.now(), components: config.components, region } })

  const metrics = createCollectorMetrics()
  const problems = createProblemLog(log, clock)
  const changes = createChangeSource()
  const onStored = changes.emit
  const recorder = createRecorder({
    clock,
    store,
    states,
    stateRevisions,
    onStored,
    onTrouble: logStoreTrouble(metrics, log),
  })
  const alerts = createAlerts(context, clock, problems, metrics)
  const recording = { clock, metrics, recorder, states, journal, alerts }
  const monitoring = createMonitoring(context, currentConfig, recording)
  const metricPulls = createMetricPulls({
    store,
    metrics: config.metrics,
    clock,
    pull: (pull, signal) => pullFigure(pull, signal, currentConfig().secrets),
    log: (level, text) => log[level](text),
    onStored,
  })
  const publishing = await createPublishing(context, { clock, metrics, ...monitoring, changes, problems })
  const agents = createAgents(context, currentConfig, { clock, recorder, states })
  const externalChanges = createExternalChanges(mark, { store, recorder, states })
  const keeping = createKeeping(context, currentConfig, {
    clock,
    journal,
    externalChanges,
    onStored,
    problems,
  })
  subscribeAll(changes, {
    ...publishing,
    alerts,
    metrics,
    healthLog: createHealthLog(lastHealths(config, states)),
    log,
    states,
    store,
    problems,
  })
  if (!context.publishOnly) await recordAbsence(recorder, clock)
  const noticeSync = await openNoticeSync(context, clock, onStored)
  const snapshot = publishing.publisher.snapshotSince
  return {
    ...monitoring,
    configuration: holder,
    clock,
    metrics,
    problems,
    onStored,
    recorder,
    metricPulls,
    ...publishing,
    alerts,
    agents,
    ...keeping,
    noticeSync,
    deliveries: createReconfigurableDeliveries(context, { clock, problems, metrics, snapshot }),
    storeWatch: createStoreWatch(store, log),
  }
}

/** Notices kept in step with their files and with the programme. */
const openNoticeSync = (
  { store, config, log, terminal }: AppContext,
  clock: Clock,
  onStored: ChangeSource['emit'],
) => createNoticeSync({ store, config, clock, log, onStored, notices: join(terminal.data, 'notices') })

/** Whatever happened while no collector ran is unknown from the first publication on. */
async function recordAbsence(recorder: Recorder, clock: Clock): Promise<void> {
  recorder.advance(clock.now())
  await recorder.flush()
}

/** A clock that goes on from the last record. @throws CliError when neither it nor the record can be gone by */
async function createClock({ store, log, lastWrittenAt = null, acceptClock }: AppContext, aliveAt: number) {
  const latestCheck = Math.max(0, ...(await store.latestChecks()).map((check) => check.at))
  const lastFrozen = (await store.reportHeads()).at(-1)?.frozenAt ?? 0
  const lastRecordedAt = Math.max(latestCheck, lastFrozen, aliveAt)
  const doubt = clockDoubt({ now: Date.now(), lastRecordedAt, lastWrittenAt }, acceptClock)
  if (doubt !== null) throw new CliError(doubt)
  return systemClock(latestCheck, (jump) => log.warn(describeClockJump(jump)))
}
/** The healths last known, by monitor. */
const lastHealths = (config: Config, states: MonitorStates): ReadonlyMap<string, KnownHealth> =>
  new Map(monitorsOf(config).map(({ id }) => [id, states.state(id).before ?? 'unknown']))

/** What is told of a store that refuses, and of one that takes facts again. */
const logStoreTrouble =
  (metrics: CollectorMetrics, log: AppContext['log']) =>
  (error: Error | null): void => {
    metrics.recordStoreError()
    if (error) log.error(`the database cannot be written, checks are kept in memory: ${error.message}`)
    else log.info('the database can be written again, nothing was lost')
  }

/** What a collector does beside probing and publishing. */
function createKeeping(
  { store, log }: AppContext,
  config: () => Config,
  {
    clock,
    journal,
    externalChanges,
    onStored,
    problems,
  }: {
    readonly clock: Clock
    readonly journal: HeartbeatJournal
    readonly externalChanges: ExternalChanges
    readonly onStored: ChangeSource['emit']
    readonly problems: ProblemLog
  },
) {
  const housekeeping = createHousekeeping({
    store,
    config,
    clock,
    recordAlive: journal.recordAlive,
    externalChanges,
    onStored,
    problems,
  })
  const deploymentWatcher = createDeploymentWatcher({
    store,
    config,
    clock,
    log,
    onStored,
    onTrouble: problems.report('deployments could not be watched'),
  })
  return { housekeeping, deploymentWatcher }
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
  const snapshotSourceOf = (of: Config): SnapshotSource =>
    createSnapshotSource(
      store,
      of,
      () => ({
        cutOff: network.isCutOff(),
        demo: context.demo,
        runsEvery: context.runsEvery ?? null,
      }),
      !context.publishOnly,
    )
  const publisher = await createPublisher(context, snapshotSourceOf(config), clock, metrics)
  network.subscribe(() => publisher.request())
  const reportArchiver = createReportArchiver(
    store,
    config,
    createReportTexts(join(context.terminal.data, 'reports'), config.page, log),
    log,
    changes.emit,
    problems.report('reports could not be frozen'),
  )
  return { publisher, reportArchiver, snapshotSourceOf }
}

/** What watches: the network, this process's own stalls, checks and heartbeats. */
function createMonitoring(
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
