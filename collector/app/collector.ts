import { join } from 'node:path'
import { type ReportArchiver, createReportArchiver } from './report-archiver.ts'
import { type NoticeSync, type NoticesChange, createNoticeSync } from './notice-sync.ts'
import { systemClock, describeClockJump } from './system-clock.ts'
import type { Check, Outcome } from '../core/monitoring/check.ts'
import type { Clock } from '../core/time/clock.ts'
import type { MetricPoint } from '../core/metric/metric.ts'
import type { ActiveMonitor, HeartbeatMonitor } from '../core/monitoring/monitor.ts'
import { openMonitorStates } from './bootstrap.ts'
import { createNoticeParser } from '../notices/files/parse-file.ts'
import type { AppContext } from './context.ts'
import { type Publisher, createPublisher } from './publisher.ts'
import { isConnected } from '../probes/connectivity-probe.ts'
import { probe } from '../probes/index.ts'
import { pullFigure } from '../metrics/sources/pull-metric.ts'
import { type CollectorMetrics, createCollectorMetrics } from '../server/collector-metrics.ts'
import { createConnectivity } from '../monitoring/connectivity.ts'
import { watchExternalChanges } from '../monitoring/external-changes.ts'
import { createSnapshotSource } from '../publishing/gather.ts'
import { createHeartbeats } from '../monitoring/heartbeats.ts'
import { startScheduler } from '../monitoring/scheduler.ts'
import { startStallDetector } from '../monitoring/stall-detector.ts'
import { pruneChecks } from '../monitoring/retention.ts'
import { createMetricPulls } from '../metrics/metric-pulls.ts'
import { type Recorder, createRecorder } from '../monitoring/recorder.ts'
import { createHealthLog } from '../monitoring/health-log.ts'
import { runCheck } from '../monitoring/run-check.ts'
import type { Receipt } from '../store/store.ts'

/** Which collector this is; there is one, until several share a store. */
const region = ''

/** How many probes may be under way at once: slow targets wait in the network, not on our cores. */
const concurrency = 512
/** How often time is let pass in the ledger, and strangers' writes are looked for, ms. */
const tick = 250
const hour = 3_600_000

/** A collector at work. */
export type Collector = {
  readonly metrics: CollectorMetrics
  readonly site: string
  readonly clock: Clock
  /** What keeps it from its work now, in words; empty when nothing does. */
  problems(): readonly string[]
  /** A beat for a heartbeat monitor; resolves when it is durable, rejects when the store refused. */
  receiveHeartbeat(monitor: HeartbeatMonitor, what: 'ok' | 'start' | 'fail'): Promise<void>
  /** Take points of metrics with what they are answered; resolves when both are durable. */
  pushMetrics(points: readonly MetricPoint[], receipts: readonly Receipt[]): Promise<void>
  /** This process has written notices: they are to be public. */
  noticesChanged(changed: NoticesChange): void
  /** Look at everything once, now. */
  checkOnce(): Promise<void>
  /** Begin to look on schedule; resolves once the page was published for the first time, or could not be. */
  start(): Promise<void>
  /** Publish what is known and wait for it. */
  publish(): Promise<void>
  /** Write the whole site into a folder of its own. */
  publishTo(dir: string): Promise<void>
  stop(): Promise<void>
}

/** Wire the steps together. Nothing is probed before `begin` or `lookOnce`. */
export async function createCollector(context: AppContext): Promise<Collector> {
  const { config, store, log } = context
  const monitors = config.components.flatMap((component) => component.monitors)
  const externalChanges = await watchExternalChanges({
    store,
    monitors,
    region,
    flush: () => recorder.flush(),
    states: () => states,
  })
  const latest = Math.max(0, ...(await store.latestChecks()).map((check) => check.at))
  const clock = systemClock(latest, (jump) => log.warn(describeClockJump(jump)))
  const stallDetector = startStallDetector(clock, (lasted) =>
    log.warn(
      `the collector stood still for ${(lasted / 1000).toFixed(1)} s; what failed meanwhile blames nobody`,
    ),
  )
  const active = monitors.filter((monitor): monitor is ActiveMonitor => monitor.kind !== 'heartbeat')
  const passive = monitors.filter((monitor): monitor is HeartbeatMonitor => monitor.kind === 'heartbeat')
  const metrics = createCollectorMetrics()
  const states = await openMonitorStates(store, config, region)
  const healthLog = createHealthLog(
    new Map(monitors.map(({ id }) => [id, states.state(id).before ?? 'unknown'] as const)),
  )
  await store.commit({ configuration: { at: clock.now(), components: config.components, region } })

  const network = createConnectivity(
    () =>
      config.connectivity.length === 0 ? Promise.resolve(true) : isConnected(config.connectivity, 3_000),
    clock,
    (cutOff) => {
      if (cutOff)
        log.error(
          'the network is gone: none of the connectivity addresses answers; what we see is unknown, nobody is blamed',
        )
      else log.info('the network is back')
      publisher.request()
    },
  )
  const snapshotSource = createSnapshotSource(
    store,
    config,
    () => ({ cutOff: network.isCutOff(), demo: context.demo }),
    !context.publishOnly,
  )
  const publisher: Publisher = await createPublisher(context, snapshotSource, clock, metrics)
  let lastProblem = ''
  const logOnce =
    (what: string) =>
    (error: unknown): void => {
      const message = `${what}: ${(error as Error).message}`
      if (message !== lastProblem) log.error(message)
      lastProblem = message
    }

  const reportArchiver: ReportArchiver = createReportArchiver(
    store,
    config,
    log,
    () => {
      snapshotSource.invalidateReports()
      publisher.request()
    },
    logOnce('reports could not be frozen'),
  )

  const recorder: Recorder = createRecorder({
    store,
    states: states,
    region,
    onChange({ transitions, incidents }) {
      snapshotSource.cacheNotices({ incidents })
      // What the collector says of an outage may end one that began in a month that is frozen.
      if (incidents.length > 0) reportArchiver.invalidate('notices')
      for (const { health } of transitions) metrics.recordTransition(health)
      for (const { level, text } of healthLog(transitions)) log[level](text)
      publisher.request()
    },
    onTrouble(error) {
      metrics.recordStoreError()
      if (error) log.error(`the database cannot be written, checks are kept in memory: ${error.message}`)
      else log.info('the database can be written again, nothing was lost')
    },
  })
  const metricPulls = createMetricPulls({
    store,
    metrics: config.metrics,
    clock,
    pull: (pull, signal) => pullFigure(pull, signal, config.secrets),
    tell: (level, text) => log[level](text),
    onNews(past) {
      if (past) snapshotSource.invalidateMetrics()
      publisher.request()
    },
  })
  const heartbeats = createHeartbeats(passive, {
    clock,
    region,
    state: states.state,
    record: recorder.record,
    reachable: async (since) =>
      !stallDetector.stalledSince(clock.monotonic() - 5_000, 1_000) && (await network.isConnected(since)),
  })
  const stopping = new AbortController()
  const checkDeps = {
    clock,
    region,
    probe: (monitor: ActiveMonitor): Promise<Outcome> =>
      probe(monitor, { signal: stopping.signal, secrets: config.secrets }),
    isConnected: network.isConnected,
    stalledSince: stallDetector.stalledSince,
    record: (check: Check, seenAt: number): void => {
      if (!stopping.signal.aborted) recorder.record(check, seenAt)
    },
    checkStarted: states.checkStarted,
    hasUnconfirmedChange: states.hasUnconfirmedChange,
    onOutcome: (monitor: ActiveMonitor, outcome: Outcome) => metrics.recordCheck(monitor.kind, outcome),
  }
  const check = (monitor: ActiveMonitor): Promise<boolean> => runCheck(monitor, checkDeps)

  function noticesChanged(changed: NoticesChange): void {
    snapshotSource.cacheNotices(changed)
    reportArchiver.invalidate('notices')
    // What a person says in an incident the collector opened, the collector must know of.
    if (changed.incidents?.some(({ automatic }) => automatic))
      void store
        .incidents()
        .then(states.replaceIncidents, logOnce('what people have written could not be read'))
    publisher.request()
  }

  if (!context.publishOnly) {
    // Whatever happened while no collector ran is unknown from the first publication on.
    recorder.advance(clock.now())
    await recorder.flush()
  }

  const noticeSync: NoticeSync = await createNoticeSync({
    store,
    config,
    clock,
    log,
    onChange: noticesChanged,
    notices: join(context.terminal.data, 'notices'),
    parseNotice: createNoticeParser(config),
    onRecurringMaintenance() {
      snapshotSource.invalidateNotices()
      publisher.request()
    },
  })
  // One that only passes by takes over what lies there; one that stays goes on watching from `begin` on.
  if (context.publishOnly) await noticeSync.readFiles()

  let scheduler: ReturnType<typeof startScheduler> | null = null
  let ticking: NodeJS.Timeout | null = null
  let pollingChanges: Promise<void> | null = null
  let pruning: Promise<unknown> | null = null
  let prunedAt = -Infinity

  function everyTick(): void {
    void heartbeats.recordMissed()
    recorder.advance(clock.now())
    noticeSync.tick()
    publisher.tick(clock.now())
    reportArchiver.tick(clock.now())
    if (network.isCutOff()) void network.isConnected()
    metrics.setLoad(
      scheduler?.load() ?? { running: 0, waiting: 0 },
      recorder.backlog(),
      publisher.age() / 1000,
    )
    pollingChanges ??= externalChanges
      .poll()
      .then((something) => {
        lastProblem = ''
        if (something === 'nothing') return
        if (something === 'history') snapshotSource.invalidateAll()
        else snapshotSource.invalidateNotices()
        reportArchiver.invalidate()
        publisher.request()
      })
      .catch(logOnce('what others have written to the database could not be taken over'))
      .finally(() => (pollingChanges = null))
    if (clock.monotonic() - prunedAt > hour && !pruning)
      pruning = pruneChecks(store, config, clock.now())
        .then((more) => {
          if (!more) prunedAt = clock.monotonic()
        })
        .catch((error: unknown) => {
          prunedAt = clock.monotonic()
          logOnce('old checks could not be pruned')(error)
        })
        .finally(() => (pruning = null))
  }

  return {
    metrics,
    clock,
    site: publisher.site,
    problems() {
      const { waiting } = scheduler?.load() ?? { waiting: 0 }
      return [
        ...(recorder.trouble() ? [`storing: ${recorder.trouble()!.message}`] : []),
        ...(publisher.trouble() ? [`publishing: ${publisher.trouble()}`] : []),
        ...(network.isCutOff()
          ? ['probing: the network is gone']
          : waiting > concurrency
            ? [`probing: ${waiting} probes wait for a place`]
            : []),
      ]
    },
    async receiveHeartbeat(monitor, what) {
      heartbeats.receive(monitor, what)
      await recorder.flush()
      const trouble = recorder.trouble()
      if (trouble) throw trouble
    },
    pushMetrics: metricPulls.push,
    noticesChanged,
    async checkOnce() {
      await noticeSync.readFiles()
      const queue = [...active]
      const pulled = metricPulls.pullOnce()
      // Told below, once everything has been looked at.
      pulled.catch(() => {})
      await Promise.all(
        Array.from({ length: Math.min(concurrency, queue.length) }, async () => {
          for (let monitor = queue.shift(); monitor; monitor = queue.shift()) await check(monitor)
        }),
      )
      await heartbeats.recordMissed()
      recorder.advance(clock.now())
      await recorder.flush()
      await pulled
      const trouble = recorder.trouble()
      if (trouble) throw trouble
    },
    start() {
      const first = publisher.firstAttempt()
      scheduler = startScheduler(active, { clock, check, concurrency, onStart: metrics.recordLateStart })
      metricPulls.begin()
      ticking = setInterval(everyTick, tick)
      void noticeSync.watchFiles().catch(logOnce('the folder of notices cannot be watched'))
      publisher.request()
      return first
    },
    async publish() {
      await reportArchiver.settle(clock.now())
      await publisher.publish()
    },
    async publishTo(dir) {
      await reportArchiver.settle(clock.now())
      await publisher.publishTo(dir)
    },
    async stop() {
      if (ticking) clearInterval(ticking)
      // What a probe cut short would tell is of us, not of its target: nothing is recorded from here on.
      stopping.abort()
      stallDetector.stop()
      await Promise.all([scheduler?.stop(), metricPulls.stop()])
      await noticeSync.stop()
      await reportArchiver.stop()
      await Promise.allSettled([pollingChanges, pruning])
      await recorder.stop()
      if (recorder.backlog() > 0)
        log.error(`${recorder.backlog()} checks could not be stored before leaving, and are lost`)
      await publisher.stop()
    },
  }
}
