import { type Collector, collect } from '../collector.ts'
import type { Config } from '../core/config.ts'
import type { HeartbeatMonitor } from '../core/monitor.ts'
import { startServices } from '../demo/services/index.ts'
import { openStore, readConfig, readyRenderer } from '../house.ts'
import { type Log, openLog } from '../log.ts'
import { startServer } from '../server/server.ts'
import { lockFolder } from '../store/sqlite/lock.ts'
import type { Store } from '../store/store.ts'
import { Failed, type Terminal } from './terminal.ts'

export type StartOptions = { readonly host: string; readonly port: number }

/** Probing, publishing and serving, until told to stop. */
export type Running = { readonly url: string; readonly collector: Collector; stop(): Promise<void> }

/** How long a stop may take altogether, ms. */
const patience = 5_000

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
  const config = await readConfig(terminal, (warning) => log.warn(warning))
  secrets.push(...config.secrets)
  const unlock = lockFolder(terminal.data)
  const running = await run(terminal, options, config, log, demo, before).catch((error: unknown) => {
    unlock()
    throw error
  })
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        log.info('leaving …')
        setTimeout(() => process.exit(1), patience).unref()
        void running.stop().then(resolve)
      })
  })
  unlock()
  return 0
}

async function run(
  terminal: Terminal,
  options: StartOptions,
  config: Config,
  log: Log,
  demo: boolean,
  before: (store: Store, config: Config, log: Log) => Promise<void>,
): Promise<Running> {
  const renderer = await readyRenderer((line) => log.info(line))
  const store = await openStore(terminal, config)
  await before(store, config, log)
  const services = config.demo
    ? await startServices(config.demo.services, Date.now).catch((error: unknown) => {
        throw new Failed(
          `the stand-in services of the demo: section cannot start: ${(error as Error).message}`,
        )
      })
    : null
  const collector = await collect({ terminal, config, store, renderer, log, demo })
  const beats = config.components
    .flatMap((component) => component.monitors)
    .filter((monitor): monitor is HeartbeatMonitor => monitor.kind === 'heartbeat')
  const server = await startServer({
    site: collector.site,
    host: options.host,
    port: options.port,
    readiness: () => ({ ok: collector.troubles().length === 0, reasons: collector.troubles() }),
    metrics: collector.metrics,
    heartbeats: { monitors: beats, beat: collector.beat },
    log,
  })
  collector.begin()
  describe(config, server.url, log)
  return {
    url: server.url,
    collector,
    async stop() {
      await Promise.all([server.close(), collector.stop()])
      await services?.close()
      await store.close()
    },
  }
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
