import type { Collector } from '../../app/collector.ts'
import { createCollector } from '../../app/collector.ts'
import { heartbeatMonitorsOf, monitorsOf } from '../../app/configured-monitors.ts'
import { createTeamConsole } from '../../app/team-console.ts'
import { loadCompiledRenderer, settingsWarnings } from '../../app/bootstrap.ts'
import { databaseWrittenAt, openStore } from '../../app/store/open-store.ts'
import { describeSettingsChange } from '../../app/describe-settings-change.ts'
import { type ValidSettings, loadSettings } from '../../app/load-settings.ts'
import type { Log } from '../../app/log.ts'
import { newId } from '../../app/new-id.ts'
import { publicReason } from '../../app/public-reason.ts'
import { type SettingsWatcher, watchSettings } from '../../app/settings-watcher.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { Config } from '../../core/config/config.ts'
import { sleep } from '../../core/time/clock.ts'
import { createAcknowledgements } from '../../deliveries/acknowledgements.ts'
import { createDeliveryDirectory } from '../../deliveries/delivery-directory.ts'
import { createChecklistService } from '../../deployments/checklist-service.ts'
import { createAlertService } from '../../alerts/alert-service.ts'
import { createDeploymentService } from '../../deployments/deployment-service.ts'
import { createNoticeService } from '../../notices/service/create-service.ts'
import { createTeamReports } from '../../reports/team-report.ts'
import { type ServerOptions, startServer } from '../../server/server.ts'
import { lockFolder } from '../../store/sqlite/collector-lock.ts'
import type { Store } from '../../store/store.ts'
import { createSubscriberDirectory } from '../../subscriptions/subscriber-directory.ts'
import { createStandIns } from './stand-ins.ts'

/** How long the first publication may hold up the server, ms. */
const firstPublicationTimeout = 700

/** What a collector is opened with. */
export type OpenCollectorOptions = {
  readonly terminal: Terminal
  readonly settings: ValidSettings
  readonly host: string
  readonly port: number
  /** Somebody has said that the machine's clock is right. */
  readonly acceptClock?: boolean
  readonly log: Log
  /** What the log must not contain; more is added when the configuration changes. */
  readonly secrets: string[]
  readonly demo: boolean
  /** Fills the store first (the demonstration's past). */
  readonly prepare: (store: Store, config: Config, log: Log) => Promise<void>
}

/** What was opened; the last is closed first. */
export type Closer = () => void | Promise<void>

/**
 * Open everything that `start` consists of, what must be closed again being added to `closers` as it is opened. Resolves to
 * what reads the configuration again when it is asked to.
 */
export async function openCollector(
  { terminal, settings, host, port, acceptClock = false, log, secrets, demo, prepare }: OpenCollectorOptions,
  closers: Closer[],
): Promise<SettingsWatcher> {
  closers.push(lockFolder(terminal.data))
  const renderer = await loadCompiledRenderer((line) => log.info(line))
  const lastWrittenAt = databaseWrittenAt(terminal, settings.config)
  const store = await openStore(terminal, settings.config, (line) => log.warn(line))
  closers.push(store.close)
  await prepare(store, settings.config, log)
  const standIns = createStandIns(log)
  closers.push(standIns.close)
  const config = await standIns.startFor(settings.config)
  const collector = await createCollector({
    terminal,
    config,
    store,
    renderer,
    log,
    demo,
    lastWrittenAt,
    acceptClock,
  })
  closers.push(collector.stop)
  // What the last collector knew is not served as if it were news; a large site is not waited for.
  await Promise.race([collector.start(), sleep(collector.clock, firstPublicationTimeout)])
  let watcher: SettingsWatcher | null = null
  const readiness = () => ({
    ok: collector.problems().length === 0,
    reasons: collector.problems().map((reason) => publicReason(reason, terminal.data)),
    warnings: [
      ...(watcher?.problems() ?? []).map((problem) => `configuration: ${problem}`),
      ...collector.warnings(),
    ].map((warning) => publicReason(warning, terminal.data)),
    progress: collector.progress(),
  })
  const teamConsole = createTeamConsole({ store, collector, readiness })
  const server = await startServer({
    site: collector.site,
    host,
    port,
    clock: collector.clock,
    readiness,
    metrics: collector.metrics,
    ...routesOf(config, collector, store),
    console: teamConsole.routes(config),
    log,
  })
  closers.push(server.close)
  watcher = watchSettings({
    clock: collector.clock,
    initial: settings,
    file: terminal.configFile,
    log: { info: (line) => log.info(line), error: (line) => log.error(line) },
    load: () => loadSettings(terminal),
    refuse: refuseWhileRunning,
    async apply(next, current) {
      secrets.push(...next.config.secrets.filter((secret) => !secrets.includes(secret)))
      const previousWarnings = settingsWarnings(terminal, current, collector.clock.now())
      for (const warning of settingsWarnings(terminal, next, collector.clock.now()))
        if (!previousWarnings.includes(warning)) log.warn(warning)
      const changed = await standIns.startFor(next.config)
      await collector.reconfigure(changed, next.theme)
      server.update({ ...routesOf(changed, collector, store), console: teamConsole.routes(changed) })
      log.info(`the configuration was taken over: ${describeSettingsChange(current, next)}`)
    },
  })
  // Before anything that it changes is closed.
  closers.push(watcher.stop)
  logSummary(config, server.url, log)
  await teamConsole.logSetupLink(config, server.url, log)
  return watcher
}

/** What a configuration must not change while a collector runs. */
function refuseWhileRunning(next: ValidSettings, current: ValidSettings) {
  const { region, store } = current.config
  const problems =
    next.config.store === store
      ? []
      : [
          next.problem(
            ['store'],
            'cannot change while the collector runs. Stop it, move the history with vigie store copy, and start it again.',
          ),
        ]
  if (next.config.region === region) return problems
  return [
    ...problems,
    next.problem(
      ['region'],
      `cannot change while the collector runs, for everything it records is of one region${region === '' ? '' : ` (now ${region})`}. Stop it and start it again.`,
    ),
  ]
}

/** What the server answers by the configuration. */
function routesOf(
  config: Config,
  collector: Collector,
  store: Store,
): Pick<ServerOptions, 'heartbeats' | 'api' | 'subscriptions' | 'acknowledge' | 'push'> {
  const { now } = collector.clock
  const subscriptions = collector.subscriptions()
  const push = collector.push()
  const acknowledge = collector.acknowledge()
  const noticeService = createNoticeService({
    store,
    config,
    now,
    id: newId,
    onChange: (change) => collector.onStored({ kind: 'notices', ...change }),
  })
  const alerts = createAlertService({ store, config, now, id: newId })
  return {
    ...(push && { push }),
    ...(acknowledge && {
      acknowledge: {
        acknowledgements: createAcknowledgements(acknowledge.links, store, {
          incidents: noticeService.incidents,
          alerts,
        }),
        renderAnswer: acknowledge.renderAnswer,
        config,
        now,
      },
    }),
    ...(subscriptions && { subscriptions: { ...subscriptions, config } }),
    heartbeats: { monitors: heartbeatMonitorsOf(config), record: collector.receiveHeartbeat },
    api: {
      noticeService,
      config,
      tokens: store.tokens,
      receipt: store.receipt,
      metrics: {
        metrics: config.metrics,
        retention: config.retention.checks,
        timezone: config.page.timezone,
        push: collector.pushMetrics,
      },
      metricStore: store,
      alerts,
      deployments: createDeploymentService({
        store,
        config,
        now,
        id: newId,
        changed: () => collector.onStored({ kind: 'notices' }),
      }),
      watches: collector.watches(),
      checklists: createChecklistService({
        store,
        config,
        now,
        changed: () => collector.onStored({ kind: 'notices' }),
      }),
      subscribers: createSubscriberDirectory({
        store,
        config,
        service: subscriptions?.service ?? null,
        now,
        id: newId,
      }),
      deliveries: createDeliveryDirectory(store, now),
      agents: collector.agents,
      keepReceipt: (receipt) => store.commit({ receipts: [receipt] }),
      teamReport: createTeamReports(store, config),
      now,
    },
  }
}

/** What a person wants to read first. */
function logSummary(config: Config, url: string, log: Log): void {
  const monitors = monitorsOf(config)
  const kinds = [...new Set(monitors.map((monitor) => monitor.kind))].map(
    (kind) => `${monitors.filter((monitor) => monitor.kind === kind).length} ${kind}`,
  )
  const formatCount = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`
  log.info(
    `watching ${formatCount(config.components.length, 'component')} of ${config.page.name} with ${formatCount(monitors.length, 'monitor')}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`,
  )
  if (config.demo)
    log.info(
      `${formatCount(config.demo.services.length, 'stand-in service')} on loopback, which now and then misbehave on purpose`,
    )
  log.info(`the page is at ${url}`)
}
