import { readSettings, root } from '../../app/bootstrap.ts'
import { type Log, openLog } from '../../app/log.ts'
import { refreshProgram } from '../../app/program/refresh-program.ts'
import type { Config } from '../../core/config/config.ts'
import type { Store } from '../../store/store.ts'
import type { Terminal } from '../../app/terminal.ts'
import { type Closer, openCollector } from './open-collector.ts'

export type StartOptions = {
  readonly host: string
  readonly port: number
  readonly acceptClock?: boolean
}

/** How long a stop may take altogether, ms: a supervisor kills after 5 s or more. */
const shutdownTimeout = 4_500
/** How long what was being started may go on after all when we are told to leave, ms. */
const abortedStartupTimeout = 300

/**
 * `vigie start`: everything, until SIGTERM or SIGINT. SIGHUP reads the configuration again.
 *
 * @param prepare fills the store first (the demonstration's past)
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
  const reload = onReloadSignal()
  const settings = await readSettings(terminal, (warning) => log.warn(warning), Date.now())
  secrets.push(...settings.config.secrets)
  const closers: Closer[] = []
  let shutdownTimer: NodeJS.Timeout | undefined
  try {
    const startup = openCollector({ terminal, settings, ...options, log, secrets, demo, prepare }, closers)
    void startup
      .then(({ request }) => {
        reload.handleWith(request)
        refreshProgram(root)
      })
      .catch(() => {})
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

/** What was opened last is closed first. */
async function closeAll(closers: Closer[]): Promise<void> {
  for (let closer = closers.pop(); closer; closer = closers.pop()) await closer()
}

/** Resolves at the first signal to leave; further ones change nothing. */
const waitForStopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  })

/** SIGHUP asks for the configuration to be read again; one that comes while everything is being opened is kept. */
function onReloadSignal(): { handleWith(handler: () => void): void } {
  let wasAsked = false
  let handle = (): void => void (wasAsked = true)
  process.on('SIGHUP', () => handle())
  return {
    handleWith(handler) {
      handle = handler
      if (wasAsked) handler()
    },
  }
}
