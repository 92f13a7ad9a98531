import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordHistory } from '../demo/history.ts'
import { root } from '../house.ts'
import { type StartOptions, start } from './start.ts'
import { type Terminal, progressBar } from './terminal.ts'

/** `vigie demo`: the shipped configuration with a simulated past, in a folder that goes when it is stopped. */
export async function demo(
  terminal: Terminal,
  options: StartOptions & { readonly days: number },
): Promise<number> {
  const data = await mkdtemp(join(tmpdir(), 'vigie-demo-'))
  try {
    await cp(join(root, 'data/status.yaml'), join(data, 'status.yaml'))
    const here: Terminal = { ...terminal, data, configFile: join(data, 'status.yaml') }
    return await start(here, options, true, async (store, config, log) => {
      log.info(`simulating ${options.days} days of history …`)
      await recordHistory(store, config, options.days, Date.now(), progressBar(terminal, 'simulating'))
    })
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}
