import { join } from 'node:path'
import type { Config } from '../core/config/config.ts'
import type { KnownHealth } from '../core/monitoring/health.ts'
import type { MonitorStates } from '../core/evaluation/monitor-states.ts'
import type { Clock } from '../core/time/clock.ts'
import { createMetricPulls } from '../metrics/metric-pulls.ts'
import { pullFigure } from '../metrics/sources/pull-metric.ts'
import { createExternalChanges, markStore } from '../monitoring/external-changes.ts'
import { createHealthLog } from '../monitoring/health-log.ts'
import { openHeartbeatJournal } from '../monitoring/heartbeat-journal.ts'
import { createRecorder } from '../monitoring/recorder.ts'
import { createCollectorMetrics } from '../server/collector-metrics.ts'
import { createAgents } from './agents/agents.ts'
import { regionReadings } from './agents/region-readings.ts'
import { createAlerts } from './alerts.ts'
import { openMonitorStates } from './store/open-store.ts'
import { type ChangeSource, createChangeSource } from './change-source.ts'
import type { AppContext } from './context.ts'
import { monitorsOf } from './configured-monitors.ts'
import { createNoticeSync } from './notices/notice-sync.ts'
import { readPageIdentity } from './parts/page-identity.ts'
import { createProblemLog } from './problem-log.ts'
import { createReconfigurableDeliveries } from './deliveries/reconfigurable-deliveries.ts'
import { createStoreWatch } from './store/store-watch.ts'
import { subscribeAll } from './subscriptions/subscribers.ts'
import { createClock } from './parts/clock.ts'
import { createHousekeepingParts } from './parts/housekeeping.ts'
import { createPublishingParts } from './parts/publishing.ts'
import { createMonitoringParts } from './parts/monitoring.ts'
import { logStoreTrouble, recordAbsence } from './parts/recording.ts'

/** Everything a collector consists of, made and connected. */
export type CollectorParts = Awaited<ReturnType<typeof createParts>>

/** Make the parts, lower ones first, and connect them. Nothing is probed yet. Rejects with StoreError, and with CliError where the clock cannot be gone by. */
export async function createParts(context: AppContext) {
  const { config, store, log } = context
  const holder = { config }
  const currentConfig = (): Config => holder.config
  const mark = await markStore(store)
  const journal = await openHeartbeatJournal(store, config.region)
  const { states, stateRevisions } = await openMonitorStates(store, config)
  const clock = context.clock ?? (await createClock(context, journal.aliveAt ?? 0))
  const identity = await readPageIdentity(store, config.page)
  await store.commit({
    configuration: { at: clock.now(), components: config.components, region: config.region },
  })

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
  const monitoring = createMonitoringParts(context, currentConfig, recording)
  const metricPulls = createPulls(context, currentConfig, clock, onStored)
  const publishing = await createPublishingParts(context, {
    clock,
    metrics,
    ...monitoring,
    changes,
    problems,
    identity,
  })
  metrics.readRegionsFrom(() => regionReadings(currentConfig(), states))
  const agents = createAgents(context, currentConfig, { clock, recorder, states })
  const externalChanges = createExternalChanges(mark, { store, recorder, states })
  const keeping = createHousekeepingParts(context, currentConfig, {
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

/** What pulls metrics from elsewhere. */
const createPulls = (
  { store, log }: AppContext,
  config: () => Config,
  clock: Clock,
  onStored: ChangeSource['emit'],
) =>
  createMetricPulls({
    store,
    metrics: config().metrics,
    clock,
    pull: (pull, signal) => pullFigure(pull, signal, config().secrets),
    log: (level, text) => log[level](text),
    onStored,
  })

/** Notices kept in step with their files and with the programme. */
const openNoticeSync = (
  { store, config, log, terminal }: AppContext,
  clock: Clock,
  onStored: ChangeSource['emit'],
) => createNoticeSync({ store, config, clock, log, onStored, notices: join(terminal.data, 'notices') })

/** The healths last known, by monitor. */
const lastHealths = (config: Config, states: MonitorStates): ReadonlyMap<string, KnownHealth> =>
  new Map(monitorsOf(config).map(({ id }) => [id, states.state(id).before ?? 'unknown']))
