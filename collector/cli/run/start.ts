import { createCollector } from '../../app/collector.ts'
import type { Config } from '../../core/config/config.ts'
import type { HeartbeatMonitor } from '../../core/monitoring/monitor.ts'
import { sleep } from '../../core/time/clock.ts'
import { withBorrowedPorts } from '../../demo/borrowed-ports.ts'
import { startServices } from '../../demo/services/index.ts'
import { openStore, readConfig, loadCompiledRenderer } from '../../app/bootstrap.ts'
import { type Log, openLog } from '../../app/log.ts'
import { createDeploymentService } from '../../deployments/deployment-service.ts'
import { createNoticeService } from '../../notices/service/create-service.ts'
import { startServer } from '../../server/server.ts'
import { lockFolder } from '../../store/sqlite/collector-lock.ts'
import type { Store } from '../../store/store.ts'
import { newId } from '../../app/new-id.ts'
import { CliError } from '../../app/errors.ts'
import { createTeamReports } from '../../reports/team-report.ts'
import type { Terminal } from '../../app/terminal.ts'

export type StartOptions = { readonly host: string; readonly port: number }

/** How long a stop may take altogether, ms: a supervisor kills after 5 s or more. */
const shutdownTimeout = 4_500
/** How long the first publication may hold up the server, ms. */
const firstPublicationTimeout = 700
/** How long what was being started may go on after all when we are told to leave, ms. */
const abortedStartupTimeout = 300

/**
 * `vigie start`: everything, until SIGTERM or SIGINT.
 *
 * @param before fills the store first (the demonstration's past)
 */
export async function runStart(
  terminal: Terminal,
  options: StartOptions,
  demo: boolean,
  prepare: (store: Store, config: Config, log: Log) => Promise<void> = async () => {},
): Promise<number> {
  const secrets: string[] = []
  const log = openLog(terminal.interactive, secrets)
  const stopSignal = waitForStopSignal()
  const config = await readConfig(terminal, (warning) => log.warn(warning), Date.now())
  secrets.push(...config.secrets)
  const closers: Closer[] = []
  let shutdownTimer: NodeJS.Timeout | undefined
  try {
    const startup = openAll(terminal, options, config, log, demo, prepare, closers)
    const stoppedDuringStartup = await Promise.race([startup.then(() => false), stopSignal.then(() => true)])
    if (stoppedDuringStartup) {
      // Nothing is owed to anybody yet; what is stored is safe at any moment.
      startup.catch(() => {})
      setTimeout(() => process.exit(), abortedStartupTimeout).unref()
      return 0
    }
    await stopSignal
    log.info('shutting down …')
    shutdownTimer = setTimeout(() => {
      log.error('shutdown timed out; everything stored is safe')
      process.exit(1)
    }, shutdownTimeout)
  } catch (error) {
    await closeAll(closers).catch(() => {})
    throw error
  }
  await closeAll(closers)
  clearTimeout(shutdownTimer)
  return 0
}

type Closer = () => void | Promise<void>

/** What was opened last is closed first. */
async function closeAll(closers: Closer[]): Promise<void> {
  for (let closer = closers.pop(); closer; closer = closers.pop()) await closer()
}

/** Resolves at the first signal to leave; further ones change nothing. */
const waitForStopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })

/**
 * Start the stand-in services of the `demo:` section. Resolves to the configuration that asks them where they stand.
 * @throws CliError when one cannot be started
 */
async function startStandIns(config: Config, log: Log, closers: Closer[]): Promise<Config> {
  if (!config.demo) return config
  const services = await startServices(config.demo.services, Date.now, 'borrow').catch((error: unknown) => {
    throw new CliError(`the stand-in services of the demo: section cannot start: ${(error as Error).message}`)
  })
  closers.push(services.close)
  const { borrowedPorts } = services
  if (borrowedPorts.size > 0)
    log.info(
      `stand-in services use other ports, since theirs are taken: ${[...borrowedPorts].map(([port, borrowed]) => `${borrowed} for ${port}`).join(', ')}`,
    )
  return withBorrowedPorts(config, borrowedPorts)
}

/** Open everything; what must be closed again is added to `closers` as it is opened. */
async function openAll(
  terminal: Terminal,
  options: StartOptions,
  configured: Config,
  log: Log,
  demo: boolean,
  prepare: (store: Store, config: Config, log: Log) => Promise<void>,
  closers: Closer[],
): Promise<void> {
  closers.push(lockFolder(terminal.data))
  const renderer = await loadCompiledRenderer((line) => log.info(line))
  const store = await openStore(terminal, configured)
  closers.push(store.close)
  await prepare(store, configured, log)
  const config = await startStandIns(configured, log, closers)
  const collector = await createCollector({ terminal, config, store, renderer, log, demo })
  closers.push(collector.stop)
  const heartbeatMonitors = config.components
    .flatMap((component) => component.monitors)
    .filter((monitor): monitor is HeartbeatMonitor => monitor.kind === 'heartbeat')
  // What the last collector knew is not served as if it were news; a large site is not waited for.
  await Promise.race([collector.start(), sleep(collector.clock, firstPublicationTimeout)])
  const { now } = collector.clock
  const noticeService = createNoticeService({
    store,
    config,
    now,
    id: newId,
    onChange: (change) => collector.onStored({ kind: 'notices', ...change }),
  })
  const server = await startServer({
    site: collector.site,
    host: options.host,
    port: options.port,
    clock: collector.clock,
    readiness: () => ({ ok: collector.problems().length === 0, reasons: collector.problems() }),
    metrics: collector.metrics,
    heartbeats: { monitors: heartbeatMonitors, record: collector.receiveHeartbeat },
    ...(collector.push && { push: collector.push }),
    ...(collector.subscriptions && { subscriptions: { ...collector.subscriptions, config } }),
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
      deployments: createDeploymentService({
        store,
        config,
        now,
        id: newId,
        changed: () => collector.onStored({ kind: 'notices' }),
      }),
      teamReport: createTeamReports(store, config),
      now,
    },
    log,
  })
  closers.push(server.close)
  logSummary(config, server.url, log)
}

/** What a person wants to read first. */
function logSummary(config: Config, url: string, log: Log): void {
  const monitors = config.components.flatMap((component) => component.monitors)
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
