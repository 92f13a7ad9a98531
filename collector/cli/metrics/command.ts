import type { Command } from 'commander'
import type { WithStore } from '../io/program-context.ts'
import { guardMissingValues, suggestCommand } from '../io/argument-parser.ts'

/** What people call this elsewhere. */
const aliases = { ls: 'list', show: 'list', status: 'list' }

/** `vigie metrics …`: figures from outside. */
export function addMetricCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = program.command('metrics').description('Show external metrics')
  group.exitOverride().showHelpAfterError('(see vigie metrics --help)')
  suggestCommand(group, aliases)
  guardMissingValues(group, argv)
  group
    .command('list')
    .description('List the current value of every metric, private ones included')
    .option('--json', 'print JSON')
    .allowExcessArguments()
    .exitOverride()
    .showHelpAfterError('(see vigie metrics list --help)')
    .action(async ({ json }: { json?: boolean }) => {
      const { listMetrics } = await import('./list.ts')
      await withStore(json ?? false, (terminal, config, store) =>
        listMetrics({ terminal, config, store, now: Date.now() }, json),
      )
    })
}
