import { type Collector, createCollector } from '../../app/collector.ts'
import { readSettings, loadCompiledRenderer } from '../../app/bootstrap.ts'
import { databaseWrittenAt, openStore } from '../../app/store/open-store.ts'
import { openLog } from '../../app/log.ts'
import { withServices } from '../../demo/add-services.ts'
import { lockFolder } from '../../store/sqlite/collector-lock.ts'
import { UsageError } from '../../app/errors.ts'
import { runSpacing } from '../../monitoring/run-spacing.ts'
import { parseInterval } from '../io/interval.ts'
import type { Terminal } from '../../app/terminal.ts'

/** How a collector is run that leaves afterwards. */
type UnscheduledRun = {
  /** It probes and records, besides publishing. */
  readonly probing: boolean
  /** How far apart its runs are, ms; null where that is not said. */
  readonly every?: number | null
  readonly acceptClock?: boolean
}

/** Do something with a collector that is not running on schedule, and close everything behind it. */
async function withUnscheduledCollector(
  terminal: Terminal,
  { probing, every = null, acceptClock = false }: UnscheduledRun,
  task: (collector: Collector) => Promise<void>,
): Promise<number> {
  const secrets: string[] = []
  const log = openLog(terminal.interactive, secrets, 'warn')
  const { config } = await readSettings(terminal, (warning) => terminal.err(`warning: ${warning}`))
  secrets.push(...config.secrets)
  const renderer = await loadCompiledRenderer((line) => terminal.err(line))
  const unlock = probing ? lockFolder(terminal.data) : () => {}
  const lastWrittenAt = databaseWrittenAt(terminal, config)
  const store = await openStore(terminal, config)
  const collector = await createCollector({
    terminal,
    config,
    store,
    renderer,
    log,
    demo: false,
    publishOnly: !probing,
    runsEvery: every ?? (await runSpacing(store, config, Date.now())),
    lastWrittenAt,
    acceptClock,
  }).catch(async (error: unknown) => {
    await store.close()
    unlock()
    throw error
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

/**
 * `vigie once`: probe everything, confirm what fails, record, publish, send what is owed, leave. For cron and CI runners.
 *
 * @param every how often it is run, `5m`; by default as often as its latest runs came
 * @throws UsageError where that is no duration
 */
export async function runOnce(terminal: Terminal, every?: string, acceptClock = false): Promise<number> {
  const interval = every === undefined ? null : parseInterval(every)
  if (interval !== null && typeof interval === 'object')
    throw new UsageError(
      `--every ${every} is ${interval.problem}. Write how often this command is run, such as --every 5m.`,
    )
  return withUnscheduledCollector(
    terminal,
    { probing: true, every: interval, acceptClock },
    async (collector) => {
      await collector.checkOnce()
      await collector.publish()
      await collector.deliver()
      terminal.err(`published to ${collector.site}`)
    },
  )
}

/** `vigie build`: publish from what is stored, without probing. */
export const runBuild = (terminal: Terminal, out?: string, acceptClock = false): Promise<number> =>
  withUnscheduledCollector(terminal, { probing: false, acceptClock }, async (collector) => {
    if (out === undefined) await collector.publish()
    else await collector.publishTo(out)
    terminal.err(`published to ${out ?? collector.site}`)
  })
