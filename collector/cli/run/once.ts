import { type Collector, createCollector } from '../../app/collector.ts'
import { openStore, readSettings, loadCompiledRenderer } from '../../app/bootstrap.ts'
import { openLog } from '../../app/log.ts'
import { withServices } from '../../demo/add-services.ts'
import { lockFolder } from '../../store/sqlite/collector-lock.ts'
import type { Terminal } from '../../app/terminal.ts'

/** Do something with a collector that is not running on schedule, and close everything behind it. */
async function withUnscheduledCollector(
  terminal: Terminal,
  probing: boolean,
  task: (collector: Collector) => Promise<void>,
): Promise<number> {
  const secrets: string[] = []
  const log = openLog(terminal.interactive, secrets, 'warn')
  const { config } = await readSettings(terminal, (warning) => terminal.err(`warning: ${warning}`))
  secrets.push(...config.secrets)
  const renderer = await loadCompiledRenderer((line) => terminal.err(line))
  const unlock = probing ? lockFolder(terminal.data) : () => {}
  const store = await openStore(terminal, config)
  const collector = await createCollector({
    terminal,
    config,
    store,
    renderer,
    log,
    demo: false,
    publishOnly: !probing,
  })
  try {
    if (probing) await withServices(config, () => task(collector))
    else await task(collector)
  } finally {
    await collector.stop()
    await store.close()
    unlock()
  }
  return 0
}

/** `vigie once`: probe everything, confirm what fails, record, publish, leave. For cron and CI runners. */
export const runOnce = (terminal: Terminal): Promise<number> =>
  withUnscheduledCollector(terminal, true, async (collector) => {
    await collector.checkOnce()
    await collector.publish()
    terminal.err(`published to ${collector.site}`)
  })

/** `vigie build`: publish from what is stored, without probing. */
export const runBuild = (terminal: Terminal, out?: string): Promise<number> =>
  withUnscheduledCollector(terminal, false, async (collector) => {
    if (out === undefined) await collector.publish()
    else await collector.publishTo(out)
    terminal.err(`published to ${out ?? collector.site}`)
  })
