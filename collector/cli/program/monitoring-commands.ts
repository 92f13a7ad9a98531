import type { Command } from 'commander'
import type { ActiveMonitor } from '../../core/monitoring/monitor.ts'
import type { ProgramContext } from '../io/program-context.ts'

/** `vigie check`: probe now, record nothing. */
export function addCheckCommand(program: Command, { createTerminal, setExitCode }: ProgramContext): void {
  program
    .command('check [monitor...]')
    .description('Probe now and print the outcome; records nothing')
    .option('--json', 'print JSON')
    .action(async (ids: string[], { json }: { json?: boolean }) => {
      const terminal = createTerminal()
      const { readConfig } = await import('../../app/bootstrap.ts')
      const config = await readConfig(terminal, (warning) => terminal.err(`warning: ${warning}`))
      const [{ checkMonitors }, { probe }, { withServices }] = await Promise.all([
        import('../monitoring/check.ts'),
        import('../../probes/index.ts'),
        import('../../demo/add-services.ts'),
      ])
      const code = await withServices(config, () =>
        checkMonitors(terminal, config, ids, json ?? false, (monitor: ActiveMonitor) =>
          probe(monitor, { secrets: config.secrets }),
        ),
      )
      setExitCode(code)
    })
}

/** `vigie uptime`: the availability of a component. */
export function addUptimeCommand(program: Command, { withStore }: ProgramContext): void {
  program
    .command('uptime <component>')
    .description('Show the availability of a component over any period')
    .option('--from <time>', 'default: the days of history the page shows')
    .option('--until <time>', 'default: now')
    .option('--json', 'print JSON')
    .option('--explain', 'list the intervals counted, excluded and unknown')
    .option('--csv', 'the intervals as CSV')
    .action(async (component: string, options) => {
      const { printUptime } = await import('../monitoring/uptime.ts')
      await withStore(false, (terminal, config, store) =>
        printUptime(terminal, config, store, component, options, Date.now()),
      )
    })
}
