import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { importChecks } from '../../collector/cli/import/checks.ts'
import { importNotices } from '../../collector/cli/import/notices.ts'
import type { Terminal } from '../../collector/app/terminal.ts'
import { type UptimeOptions, uptime } from '../../collector/cli/monitoring/uptime.ts'
import type { Availability } from '../../collector/core/availability/availability-types.ts'
import type { Config } from '../../collector/core/config/config.ts'
import { openStore, readConfig } from '../../collector/app/bootstrap.ts'

/** A folder with a history in it: the commands that import and tell figures on a real store, as of an instant (ms). */
export async function aHistoryDesk(yaml: string, now: number, change = (config: Config): Config => config) {
  const data = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  await writeFile(join(data, 'status.yaml'), yaml)
  const said: string[] = []
  const terminal: Terminal = {
    data,
    configFile: join(data, 'status.yaml'),
    env: {},
    out: (line) => void said.push(line),
    err: () => {},
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
  const ask = async (component: string, options: UptimeOptions, by: Config): Promise<string> => {
    said.length = 0
    await uptime(terminal, by, store, component, options, now)
    return said.join('\n')
  }
  return {
    config,
    store,
    /** What `vigie uptime COMPONENT` says. */
    said: (component: string, options: UptimeOptions): Promise<string> => ask(component, options, config),
    async checks(...lines: readonly object[]): Promise<void> {
      await importChecks(terminal, config, store, await file(lines), now)
    },
    async notices(...lines: readonly object[]): Promise<void> {
      await importNotices(terminal, config, store, await file(lines), now)
    },
    /** What `vigie uptime COMPONENT --json` says, by another configuration if one is given. */
    async uptime(component: string, options: UptimeOptions, by: Config = config): Promise<Availability> {
      return JSON.parse(await ask(component, { ...options, json: true }, by))
    },
  }
}
