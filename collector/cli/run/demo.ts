import { rmSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordHistory } from '../../demo/simulate-history.ts'
import { recordNotices } from '../../demo/simulate-notices.ts'
import { onFreePorts } from '../../demo/free-ports.ts'
import { readConfig, root } from '../../app/bootstrap.ts'
import { type StartOptions, start } from './start.ts'
import { CliError } from '../../app/errors.ts'
import { type Terminal, progressBar } from '../../app/terminal.ts'

/** `vigie demo`: the shipped configuration with a simulated past, in a folder that goes when it is stopped. */
export async function demo(
  terminal: Terminal,
  options: StartOptions & { readonly days: number },
): Promise<number> {
  const shipped: Terminal = {
    ...terminal,
    data: join(root, 'data'),
    configFile: join(root, 'data/status.yaml'),
  }
  const ports = (await readConfig(shipped)).demo?.services.map((service) => service.port) ?? []
  const text = await onFreePorts(await readFile(shipped.configFile, 'utf8'), ports)
  const data = await mkdtemp(join(tmpdir(), 'vigie-demo-'))
  let over = false
  const clear = (): void => {
    over = true
    rmSync(data, { recursive: true, force: true, maxRetries: 3 })
  }
  // Whoever leaves while all is being made ready does not wait for it: what it still writes goes at the very end.
  process.once('exit', clear)
  try {
    const here: Terminal = { ...terminal, data, configFile: join(data, 'status.yaml') }
    await writeFile(here.configFile, text)
    return await start(here, options, true, async (store, config, log) => {
      log.info(`simulating ${options.days === 1 ? 'a day' : `${options.days} days`} of history …`)
      const show = progressBar(terminal, 'simulating')
      const now = Date.now()
      await recordHistory(store, config, options.days, now, (done) => {
        if (over) throw new CliError('the demonstration was left before it began')
        show(done)
      })
      await recordNotices(store, config, options.days, now)
    })
  } finally {
    clear()
  }
}
