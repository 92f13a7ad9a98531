import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { CliError, UsageError } from './errors.ts'
import type { Terminal } from './terminal.ts'
import { formatProblem, loadConfig } from '../config/load-config.ts'
import type { Config } from '../core/config/config.ts'
import { type MonitorStates, createMonitorStates } from '../core/monitoring/monitor-states.ts'
import type { Renderer } from '../core/snapshot/renderer.ts'
import type { HealthState } from '../core/monitoring/health-state.ts'
import { compileTemplates, isBuildStale, loadRenderer } from '../publishing/templates/load-renderer.ts'
import { expandRecurringMaintenance } from '../notices/recurring-maintenance.ts'
import { openSqliteStore } from '../store/sqlite/open-store.ts'
import { type Store, StoreError } from '../store/store.ts'

/** Where the program itself lies: templates and their build. */
export const root = resolve(import.meta.dirname, '../..')

/**
 * The configuration, or every problem of it at once. Warnings go to `warn`; what it promises from `now` (ms) on and cannot
 * keep is one line, whose reasons `vigie validate` tells.
 * @throws UsageError
 */
export async function readConfig(
  terminal: Terminal,
  warn: (line: string) => void = () => {},
  now: number | null = null,
): Promise<Config> {
  const loaded = loadConfig(terminal.configFile, terminal.env, join(terminal.data, 'words'))
  if (loaded.ok) {
    for (const warning of loaded.warnings) warn(formatProblem(warning))
    const unkept = now === null ? 0 : loaded.forecast(now).objectives.length
    if (unkept > 0)
      warn(
        `${terminal.configFile}: ${unkept === 1 ? 'a promise cannot be kept or measured' : `${unkept} promises cannot be kept or measured`} as it is written. Look with: vigie validate`,
      )
    return loaded.config
  }
  const { length } = loaded.problems
  throw new UsageError(
    `${loaded.problems.map(formatProblem).join('\n')}\n${length === 1 ? 'One problem' : `${length} problems`} in ${terminal.configFile}: nothing was started.`,
  )
}

/** The store in the operator's folder, made if it is not there. @throws CliError when it cannot be opened */
export async function openStore(terminal: Terminal, config: Config): Promise<Store> {
  try {
    mkdirSync(terminal.data, { recursive: true })
    return await openSqliteStore(join(terminal.data, 'status.db'), { timezone: config.page.timezone })
  } catch (error) {
    if (error instanceof StoreError || (error as NodeJS.ErrnoException).code)
      throw new CliError((error as Error).message)
    throw error
  }
}

/** The compiled templates, compiled first if they are missing or stale. @throws CliError when Astro cannot */
export async function loadCompiledRenderer(say: (line: string) => void): Promise<Renderer> {
  if (await isBuildStale(root)) {
    say('compiling the templates (after an update only) …')
    try {
      await compileTemplates(root, say)
    } catch (error) {
      throw new CliError((error as Error).message)
    }
  }
  return loadRenderer(root)
}

/** The windows that the programme of this configuration has ahead, in the store: for commands that show or change them. @throws StoreError */
export const ensureRecurringMaintenance = (store: Store, config: Config, now: number): Promise<boolean> =>
  expandRecurringMaintenance(store, config, now)

/** The folds and the automatic incidents as stored, taken up where the last collector left them. */
export async function openMonitorStates(
  store: Store,
  config: Config,
  region: string,
): Promise<MonitorStates> {
  const states = new Map<string, HealthState>()
  for (const series of await store.series())
    if (series.region === region && series.state) states.set(series.monitor, series.state)
  return createMonitorStates(config, region, states, await store.incidents())
}

/** The operator's own files that the page shows: stylesheet and logo, by their name in the site. @throws UsageError when one is missing */
export async function themeFiles(
  terminal: Terminal,
  config: Config,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for (const name of [config.page.theme.css, config.page.theme.logo]) {
    if (name === null) continue
    const path = join(terminal.data, name)
    if (!existsSync(path))
      throw new UsageError(
        `page.theme names ${name}, but there is no ${path}. Put the file there or take the line out.`,
      )
    files.set(basename(name), await readFile(path))
  }
  return files
}
