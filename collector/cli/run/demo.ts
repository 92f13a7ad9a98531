import { rmSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordDeployments } from '../../demo/simulate-deployments.ts'
import { recordHistory } from '../../demo/simulate-history.ts'
import { recordNotices } from '../../demo/simulate-notices.ts'
import { onFreePorts } from '../../demo/free-ports.ts'
import { readConfig, root } from '../../app/bootstrap.ts'
import { type StartOptions, runStart } from './start.ts'
import { CliError } from '../../app/errors.ts'
import { type Terminal, createProgressBar } from '../../app/terminal.ts'

/** `vigie demo`: the shipped configuration with a simulated past, in a folder that goes when it is stopped. */
export async function runDemo(
  terminal: Terminal,
  options: StartOptions & { readonly days: number },
): Promise<number> {
  const shippedTerminal: Terminal = {
    ...terminal,
    data: join(root, 'data'),
    configFile: join(root, 'data/status.yaml'),
  }
  const ports = (await readConfig(shippedTerminal)).demo?.services.map((service) => service.port) ?? []
  const text = await onFreePorts(await readFile(shippedTerminal.configFile, 'utf8'), ports)
  const data = await mkdtemp(join(tmpdir(), 'vigie-demo-'))
  let stopped = false
  const removeFolder = (): void => {
    stopped = true
    rmSync(data, { recursive: true, force: true, maxRetries: 3 })
  }
  // Ending it during preparation does not wait for that: what it still writes is removed at the very end.
  process.once('exit', removeFolder)
  try {
    const demoTerminal: Terminal = { ...terminal, data, configFile: join(data, 'status.yaml') }
    await writeFile(demoTerminal.configFile, text)
    return await runStart(demoTerminal, options, true, async (store, config, log) => {
      log.info(`simulating ${options.days === 1 ? 'a day' : `${options.days} days`} of history …`)
      const drawProgress = createProgressBar(terminal, 'simulating')
      const now = Date.now()
      await recordHistory(store, config, options.days, now, (fraction) => {
        if (stopped) throw new CliError('the demonstration was left before it began')
        drawProgress(fraction)
      })
      await recordNotices(store, config, options.days, now)
      await recordDeployments(store, config, options.days, now)
    })
  } finally {
    removeFolder()
  }
}
