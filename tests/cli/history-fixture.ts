import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { exportChecks } from '../../collector/cli/export/checks.ts'
import { type ImportChecksOptions, importChecks } from '../../collector/cli/import/checks.ts'
import { importNotices } from '../../collector/cli/import/notices.ts'
import type { Terminal } from '../../collector/app/terminal.ts'
import { type UptimeOptions, printUptime } from '../../collector/cli/monitoring/uptime.ts'
import type { Availability } from '../../collector/core/availability/availability-types.ts'
import type { Config } from '../../collector/core/config/config.ts'
import { readConfig } from '../../collector/app/bootstrap.ts'
import { openStore } from '../../collector/app/store/open-store.ts'

/** A folder with a history in it: the commands that import and tell figures on a real store, as of an instant (ms). */
export async function aHistoryCli(yaml: string, now: number, change = (config: Config): Config => config) {
  const data = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  await writeFile(join(data, 'status.yaml'), yaml)
  const outputLines: string[] = []
  const errorLines: string[] = []
  const terminal: Terminal = {
    data,
    configFile: join(data, 'status.yaml'),
    env: {},
    out: (line) => void outputLines.push(line),
    err: (line) => void errorLines.push(line),
    interactive: false,
  }
  const config = change(await readConfig(terminal))
  const store = await openStore(terminal, config)
  onTestFinished(() => store.close())
  const file = async (lines: readonly object[]): Promise<string> => {
    const path = join(data, 'lines.jsonl')
    await writeFile(path, lines.map((line) => JSON.stringify(line)).join('\n'))
    return path
  }
  const runUptime = async (
    component: string,
    options: UptimeOptions,
    withConfig: Config,
  ): Promise<string> => {
    outputLines.length = 0
    await printUptime(terminal, withConfig, store, component, options, now)
    return outputLines.join('\n')
  }
  const runExport = async (withConfig: Config): Promise<readonly object[]> => {
    outputLines.length = 0
    await exportChecks(terminal, withConfig, store)
    return outputLines.map((line) => JSON.parse(line) as object)
  }
  return {
    config,
    store,
    /** What `vigie uptime COMPONENT` says. */
    uptimeOutput: (component: string, options: UptimeOptions): Promise<string> =>
      runUptime(component, options, config),
    async checks(...lines: readonly object[]): Promise<void> {
      await importChecks(terminal, config, store, await file(lines), now)
    },
    /** `vigie import checks` by another configuration. */
    async checksBy(withConfig: Config, ...lines: readonly object[]): Promise<void> {
      await importChecks(terminal, withConfig, store, await file(lines), now)
    },
    /** `vigie import checks` with options: what it printed for people. */
    async checksWith(options: ImportChecksOptions, lines: readonly object[]): Promise<string> {
      errorLines.length = 0
      await importChecks(terminal, config, store, await file(lines), now, options)
      return errorLines.join('\n')
    },
    /** `vigie import notices --skip-unknown`: what it printed for people. */
    async noticesSkipping(...lines: readonly object[]): Promise<string> {
      errorLines.length = 0
      await importNotices(terminal, config, store, await file(lines), now, { skipUnknown: true })
      return errorLines.join('\n')
    },
    /** The lines of `vigie export checks`. */
    exported: (): Promise<readonly object[]> => runExport(config),
    /** The same by another configuration. */
    exportedBy: runExport,
    async notices(...lines: readonly object[]): Promise<void> {
      await importNotices(terminal, config, store, await file(lines), now)
    },
    /** What `vigie uptime COMPONENT --json` says, by another configuration if one is given. */
    async uptime(
      component: string,
      options: UptimeOptions,
      withConfig: Config = config,
    ): Promise<Availability> {
      return JSON.parse(await runUptime(component, { ...options, json: true }, withConfig))
    },
  }
}
