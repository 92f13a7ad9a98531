import type { Command } from 'commander'
import { withSubscribers } from '../subscribers/command.ts'
import type { ProgramContext } from './command-runner.ts'

/** `vigie import …`: history from elsewhere. */
export function addImportCommands(program: Command, { withStore }: ProgramContext): void {
  const importCommand = program.command('import').description('Import history')
  importCommand
    .command('checks <file>')
    .description('One JSON object a line; - is standard input')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { importChecks } = await import('../import/checks.ts')
      await withStore(json ?? false, (terminal, config, store) =>
        importChecks(terminal, config, store, file, Date.now(), json),
      )
    })
  importCommand
    .command('notices <file>')
    .description(
      'Incidents and maintenances, one JSON object a line; - is standard input; sends no notification',
    )
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { importNotices } = await import('../import/notices.ts')
      await withStore(json ?? false, (terminal, config, store) =>
        importNotices(terminal, config, store, file, Date.now(), json),
      )
    })
  importCommand
    .command('metrics <file>')
    .description('Points of metrics, one JSON object a line; - is standard input')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { importMetrics } = await import('../import/metrics.ts')
      await withStore(json ?? false, (terminal, config, store) =>
        importMetrics(terminal, config, store, file, Date.now(), json),
      )
    })
  importCommand
    .command('subscribers <file>')
    .description(
      'Subscribers as exported, one JSON object a line; - is standard input; asks nobody to confirm',
    )
    .option('--json', 'print JSON')
    .action((file: string, { json }: { json?: boolean }) =>
      withSubscribers(withStore)(json ?? false, (context, actions) =>
        actions.importSubscribers(context, file, json),
      ),
    )
}
