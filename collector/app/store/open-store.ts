import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../../core/config/config.ts'
import { type StoreAddress, parseStoreLocation } from '../../core/config/store-location.ts'
import { type MonitorStates, createMonitorStates } from '../../core/evaluation/monitor-states.ts'
import type { HealthState } from '../../core/monitoring/health-state.ts'
import { seriesKey } from '../../core/monitoring/series-name.ts'
import { expandRecurringMaintenance } from '../../notices/service/recurring-maintenance.ts'
import { fileSize } from '../../store/sqlite/connect.ts'
import { openSqliteStore } from '../../store/sqlite/open-store.ts'
import { type ConsistentReader, type Store, StoreError } from '../../store/store.ts'
import { CliError, UsageError } from '../errors.ts'
import type { Terminal } from '../terminal.ts'

/** What the store of a configuration is kept in; without one, of the environment. Files are absolute. @throws UsageError */
export function storeLocation(
  { data, env }: Pick<Terminal, 'data' | 'env'>,
  config: Pick<Config, 'store'> | null,
): StoreAddress {
  const location = parseStoreLocation(config?.store ?? env['VIGIE_STORE'] ?? '')
  if ('problem' in location) throw new UsageError(`the environment variable VIGIE_STORE ${location.problem}.`)
  return location.kind === 'sqlite' ? { ...location, file: resolve(data, location.file) } : location
}

/**
 * The store that is configured, made if it is not there.
 *
 * @param config null leaves the zone in which days are cut as it is
 * @param warn told when a new one is made although a page was published from an earlier one
 * @throws CliError when it cannot be opened, or when it is empty although a page was published from it
 */
export async function openStore(
  terminal: Terminal,
  config: Config | null,
  warn: (line: string) => void = terminal.err,
): Promise<Store> {
  const location = storeLocation(terminal, config)
  const options = config ? { timezone: config.page.timezone } : {}
  try {
    mkdirSync(terminal.data, { recursive: true })
    if (location.kind === 'postgres') {
      // Most have none: they do not load what speaks to it.
      const { openPostgresStore } = await import('../../store/postgres/open-store.ts')
      return await openPostgresStore(location.url, options)
    }
    requireHistory(location.file, terminal.data, warn)
    return await openSqliteStore(location.file, options)
  } catch (error) {
    if (error instanceof StoreError || (error as NodeJS.ErrnoException).code)
      throw new CliError((error as Error).message)
    throw error
  }
}

/**
 * When the database of a configuration was last written to, ms; null when there is none, or it is no file. To be asked before
 * it is opened.
 */
export function databaseWrittenAt(terminal: Terminal, config: Config): number | null {
  const location = storeLocation(terminal, config)
  if (location.kind !== 'sqlite') return null
  const times = [location.file, `${location.file}-wal`].flatMap(
    (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? [],
  )
  return times.length === 0 ? null : Math.max(...times)
}

/** A database that a power cut or a slip has emptied is not taken for one that never was. @throws CliError */
function requireHistory(file: string, data: string, warn: (line: string) => void): void {
  const published = ['site', '.releases'].some((name) => existsSync(join(data, name)))
  if (!published) return
  const size = statSync(file, { throwIfNoEntry: false })?.size
  if (size === 0 && fileSize(`${file}-wal`) === 0)
    throw new CliError(
      `${file} is empty (0 bytes), although a page was published from it. Restore a backup with vigie restore FILE, or remove the empty file to begin with no history.`,
    )
  if (size === undefined)
    warn(
      `there is no ${file}, although a page was published from it: a new history begins. If that is not meant, stop and restore a backup with vigie restore FILE.`,
    )
}

/** The windows that the programme of this configuration has ahead, in the store: for commands that show or change them. @throws StoreError */
export const ensureRecurringMaintenance = (store: Store, config: Config, now: number): Promise<boolean> =>
  expandRecurringMaintenance(store, config, now)

/** The states and the automatic incidents as stored, taken up where the last collector left them, and the revisions of the states. */
export async function openMonitorStates(
  store: ConsistentReader,
  config: Config,
): Promise<{ readonly states: MonitorStates; readonly stateRevisions: ReadonlyMap<string, number> }> {
  const { series, incidents } = await store.read(async (reader) => ({
    series: await reader.series(),
    incidents: await reader.incidents(),
  }))
  const states = new Map<string, HealthState>()
  for (const one of series) if (one.state) states.set(seriesKey(one), one.state)
  return {
    states: createMonitorStates(config, config.region, states, incidents),
    stateRevisions: new Map(series.map((one) => [seriesKey(one), one.stateRevision])),
  }
}
