import type { Command } from 'commander'
import type { WithStore } from '../program/run-types.ts'
import { guardMissingValues, suggestCommand } from '../program/argument-parser.ts'

/** What people call this elsewhere. */
const meant = { ls: 'list', show: 'list', status: 'list' }

/** `vigie metrics …`: figures from outside. */
export function addMetrics(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = program.command('metrics').description('figures from outside, pushed or pulled')
  group.exitOverride().showHelpAfterError('(vigie metrics --help lists what there is)')
  suggestCommand(group, meant)
  guardMissingValues(group, argv)
  group
    .command('list')
    .description('every metric as it stands, private ones too')
    .option('--json', 'for programs')
    .allowExcessArguments()
    .exitOverride()
    .showHelpAfterError('(vigie metrics list --help lists what it takes)')
    .action(async ({ json }: { json?: boolean }) => {
      const { listMetrics } = await import('./list.ts')
      await withStore(json ?? false, (terminal, config, store) =>
        listMetrics({ terminal, config, store, now: Date.now() }, json),
      )
    })
}
