import { setTimeout as sleep } from 'node:timers/promises'
import { createCollector } from '../../app/collector.ts'
import type { Config } from '../../core/config/config.ts'
import type { HeartbeatMonitor } from '../../core/monitoring/monitor.ts'
import { startServices } from '../../demo/services/index.ts'
import { openStore, readConfig, loadCompiledRenderer } from '../../app/bootstrap.ts'
import { type Log, openLog } from '../../app/log.ts'
import { createDeploymentService } from '../../deployments/deployment-service.ts'
import { createNoticeService } from '../../notices/service/create-service.ts'
import { startServer } from '../../server/server.ts'
import { lockFolder } from '../../store/sqlite/collector-lock.ts'
import type { Store } from '../../store/store.ts'
import { newId } from '../io/new-id.ts'
import { CliError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'

export type StartOptions = { readonly host: string; readonly port: number }

/** How long a stop may take altogether, ms: a supervisor kills after 5 s or more. */
const patience = 4_500
/** How long the first publication may hold up the server, ms. */
const firstPage = 700
/** How long what was being started may go on after all when we are told to leave, ms. */
const farewell = 300

/**
 * `vigie start`: everything, until SIGTERM or SIGINT.
 *
 * @param before fills the store first (the demonstration's past)
 */
export async function start(
  terminal: Terminal,
  options: StartOptions,
  demo: boolean,
  before: (store: Store, config: Config, log: Log) => Promise<void> = async () => {},
): Promise<number> {
  const secrets: string[] = []
  const log = openLog(terminal.interactive, secrets)
  const told = untilTold()
  const config = await readConfig(terminal, (warning) => log.warn(warning), Date.now())
  secrets.push(...config.secrets)
  const closers: Closer[] = []
  let late: NodeJS.Timeout | undefined
  try {
    const started = run(terminal, options, config, log, demo, before, closers)
    const early = await Promise.race([started.then(() => false), told.then(() => true)])
    if (early) {
      // Nothing is owed to anybody yet; what is stored is safe at any moment.
      started.catch(() => {})
      setTimeout(() => process.exit(), farewell).unref()
      return 0
    }
    await told
    log.info('shutting down …')
    late = setTimeout(() => {
      log.error('shutdown timed out; everything stored is safe')
      process.exit(1)
    }, patience)
  } catch (error) {
    await close(closers).catch(() => {})
    throw error
  }
  await close(closers)
  clearTimeout(late)
  return 0
}

type Closer = () => void | Promise<void>

/** What was opened last is closed first. */
async function close(closers: Closer[]): Promise<void> {
  for (let closer = closers.pop(); closer; closer = closers.pop()) await closer()
}

/** Resolves at the first signal to leave; further ones change nothing. */
const untilTold = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })

/** Open everything; what must be closed again is added to `closers` as it is opened. */
async function run(
  terminal: Terminal,
  options: StartOptions,
  config: Config,
  log: Log,
  demo: boolean,
  before: (store: Store, config: Config, log: Log) => Promise<void>,
  closers: Closer[],
): Promise<void> {
  closers.push(lockFolder(terminal.data))
  const renderer = await loadCompiledRenderer((line) => log.info(line))
  const store = await openStore(terminal, config)
  closers.push(store.close)
  await before(store, config, log)
  if (config.demo) {
    const services = await startServices(config.demo.services, Date.now).catch((error: unknown) => {
      throw new CliError(
        `the stand-in services of the demo: section cannot start: ${(error as Error).message}`,
      )
    })
    closers.push(services.close)
  }
  const collector = await createCollector({ terminal, config, store, renderer, log, demo })
  closers.push(collector.stop)
  const beats = config.components
    .flatMap((component) => component.monitors)
    .filter((monitor): monitor is HeartbeatMonitor => monitor.kind === 'heartbeat')
  // What the last collector knew is not served as if it were news; a large site is not waited for.
  await Promise.race([collector.start(), sleep(firstPage)])
  const { now } = collector.clock
  const noticeService = createNoticeService({
    store,
    config,
    now,
    id: newId,
    onChange: (written) => collector.onStored({ kind: 'notices', ...written }),
  })
  const server = await startServer({
    site: collector.site,
    host: options.host,
    port: options.port,
    readiness: () => ({ ok: collector.problems().length === 0, reasons: collector.problems() }),
    metrics: collector.metrics,
    heartbeats: { monitors: beats, record: collector.receiveHeartbeat },
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
      now,
    },
    log,
  })
  closers.push(server.close)
  describe(config, server.url, log)
}

/** What a person wants to read first. */
function describe(config: Config, url: string, log: Log): void {
  const monitors = config.components.flatMap((component) => component.monitors)
  const kinds = [...new Set(monitors.map((monitor) => monitor.kind))].map(
    (kind) => `${monitors.filter((monitor) => monitor.kind === kind).length} ${kind}`,
  )
  const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`
  log.info(
    `watching ${counted(config.components.length, 'component')} of ${config.page.name} with ${counted(monitors.length, 'monitor')}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`,
  )
  if (config.demo)
    log.info(
      `${counted(config.demo.services.length, 'stand-in service')} on loopback, which now and then misbehave on purpose`,
    )
  log.info(`the page is at ${url}`)
}
