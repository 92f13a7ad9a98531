import type { Config } from '../core/config/config.ts'
import type { ConsoleRequest } from '../core/console/console-page.ts'
import type { MetricPoint } from '../core/metric/metric.ts'
import type { HeartbeatSignal } from '../core/monitoring/heartbeat.ts'
import type { HeartbeatMonitor } from '../core/monitoring/monitor.ts'
import type { Clock, Timer } from '../core/time/clock.ts'
import type { AudienceFacts } from '../deliveries/count-audience.ts'
import type { Audience } from '../deliveries/expand-notifications.ts'
import type { WatchService } from '../deployments/watch-service.ts'
import { type Scheduler, startScheduler } from '../monitoring/scheduler.ts'
import type { CollectorMetrics } from '../server/collector-metrics.ts'
import type { PushDeps } from '../server/routes/push.ts'
import type { SubscriptionDeps } from '../server/routes/subscriptions.ts'
import type { AgentService } from '../regions/agent-service.ts'
import type { Receipt } from '../store/access-store.ts'
import type { StoredChange } from '../store/stored-change.ts'
import { maxConcurrentProbes } from './check-runner.ts'
import { activeMonitorsOf } from './configured-monitors.ts'
import type { AppContext } from './context.ts'
import { createParts } from './parts.ts'
import { checkOnce, flushOrThrow } from './parts/check-once.ts'
import { catchingUpOf, problemsOf, progressOf, warningsOf } from './parts/problems.ts'
import { stopParts } from './parts/stop-parts.ts'
import { startTicking } from './parts/ticking.ts'
import { acknowledgeDeps, subscriptionDeps } from './subscriptions/answers.ts'
import { switchConfiguration } from './switch-configuration.ts'
import type { ThemeFiles } from './theme/theme-files.ts'

/** A running collector. */
export type Collector = {
  readonly metrics: CollectorMetrics
  readonly site: string
  readonly clock: Clock
  /** Subscriptions by visitors, with the pages that answer them; null where none are offered. */
  subscriptions(): Omit<SubscriptionDeps, 'config'> | null
  /** What agents of other places are given and deliver to. */
  readonly agents: AgentService
  /** The watches over deployments, by the configuration as it is now. */
  watches(): WatchService
  /** What answers links in messages to the team; null where there are none. */
  acknowledge(): ReturnType<typeof acknowledgeDeps>
  /** Who is owed news of these facts, by the configuration as it is now. */
  audienceOf(facts: AudienceFacts): Audience
  /** A page of the team's console, as the site looks now; UTF-8. */
  renderConsole(request: ConsoleRequest): Promise<Uint8Array>
  /** Web Push; null where it is not offered. */
  push(): PushDeps | null
  /** What keeps it from probing, storing or publishing now, in words; empty when nothing does. */
  problems(): readonly string[]
  /** Long work that is under way and keeps nothing from being done, in words: `freezing reports 12 of 77`. */
  progress(): readonly string[]
  /** What somebody should mend although it works, in words. */
  warnings(): readonly string[]
  /** A beat for a heartbeat monitor; resolves when it is durable, rejects when the store refused. */
  receiveHeartbeat(monitor: HeartbeatMonitor, signal: HeartbeatSignal): Promise<void>
  /** Take points of metrics with what they are answered; resolves when both are durable. */
  pushMetrics(points: readonly MetricPoint[], receipts: readonly Receipt[]): Promise<void>
  /** This process has stored something beside the collector: notices of its API. */
  onStored(change: StoredChange): void
  /** Check every monitor now, and again where what it found needs to be confirmed. */
  checkOnce(): Promise<void>
  /** Start the schedule; resolves once the page was published for the first time, or could not be. */
  start(): Promise<void>
  /** Send people what they are owed by now, and wait for it. Rejects with StoreError. */
  deliver(): Promise<void>
  /**
   * Watch and publish by another configuration from now on. Monitors that stay as they are keep their schedule, their
   * state and the check that is under way. Resolves when it holds; rejects with StoreError when the store refused.
   */
  reconfigure(config: Config, theme: ThemeFiles): Promise<void>
  /** Publish what is stored, and wait for it. */
  publish(): Promise<void>
  /** Write the whole site into a folder of its own. */
  publishTo(dir: string): Promise<void>
  stop(): Promise<void>
}

/** Wire a collector together. Nothing is probed before `start` or `checkOnce`. Rejects with StoreError. */
export async function createCollector(context: AppContext): Promise<Collector> {
  const parts = await createParts(context)
  const { clock, metrics, recorder, publisher, reportArchiver, noticeSync } = parts
  // One that only publishes takes over the files once; one that stays watches them from `start` on.
  if (context.publishOnly) await noticeSync.readFiles()
  let scheduler: Scheduler | null = null
  let ticking: Timer | null = null
  const load = (): ReturnType<Scheduler['load']> => scheduler?.load() ?? { running: 0, waiting: 0 }

  return {
    metrics,
    clock,
    agents: parts.agents.service,
    subscriptions: () => subscriptionDeps(parts, context),
    watches: () => parts.deploymentWatcher.service(),
    acknowledge: () => acknowledgeDeps(parts, context),
    audienceOf: parts.deliveries.audienceOf,
    renderConsole: async (request) => context.renderer.renderConsole(request, await publisher.snapshot()),
    push: () => parts.deliveries.visitors().push,
    site: publisher.site,
    problems: () => [...problemsOf(parts, load().waiting), ...catchingUpOf(parts)],
    progress: () => progressOf(parts),
    warnings: () => warningsOf(parts),
    async receiveHeartbeat(monitor, signal) {
      await parts.heartbeats.receive(monitor, signal)
      await flushOrThrow(parts)
    },
    pushMetrics: parts.metricPulls.push,
    onStored: parts.onStored,
    checkOnce: () => checkOnce(parts),
    start() {
      const published = publisher.firstAttempt()
      scheduler = startScheduler(activeMonitorsOf(parts.configuration.config), {
        clock,
        check: parts.checks.check,
        concurrency: maxConcurrentProbes,
        onStart: metrics.recordLateStart,
      })
      parts.metricPulls.begin()
      ticking = startTicking(parts, load, published)
      void noticeSync.watchFiles().catch(parts.problems.report('the folder of notices cannot be watched'))
      publisher.request()
      return published
    },
    deliver: parts.deliveries.deliverDue,
    async reconfigure(config, theme) {
      await switchConfiguration(parts, context.store, config, theme)
      scheduler?.update(activeMonitorsOf(config))
      await noticeSync.reconfigure(config)
      await parts.deliveries.reconfigure(config)
      publisher.request()
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
      ticking?.cancel()
      await stopParts(parts, scheduler)
      const lost = recorder.backlog()
      if (lost > 0) context.log.error(`${lost} checks could not be stored before shutdown and are lost`)
      await publisher.stop()
    },
  }
}
