import type { Command } from 'commander'
import type { ImportChecksOptions } from '../import/checks.ts'
import type { ImportNoticesOptions } from '../import/notices.ts'
import { withSubscribers } from '../subscribers/command.ts'
import type { ProgramContext } from '../io/program-context.ts'

/** `vigie import …`: history from elsewhere. */
export function addImportCommands(program: Command, { withStore }: ProgramContext): void {
  const importCommand = program.command('import').description('Import history')
  importCommand
    .command('checks <file>')
    .description('Checks and spans, one JSON object a line; - is standard input')
    .option(
      '--every <duration>',
      'how often these checks were made, where not as often as their monitor looks: 5m',
    )
    .option('--incidents', 'open and close the incidents that the checks show; nobody is told')
    .option('--skip-unknown', 'leave out lines about monitors that are not known here, and name them')
    .option('--json', 'print JSON')
    .action(async (file: string, options: ImportChecksOptions) => {
      const { importChecks } = await import('../import/checks.ts')
      await withStore(options.json ?? false, (terminal, config, store) =>
        importChecks(terminal, config, store, file, Date.now(), options),
      )
    })
  importCommand
    .command('notices <file>')
    .description(
      'Incidents and maintenances, one JSON object a line; - is standard input; sends no notification',
    )
    .option('--skip-unknown', 'leave components that are not known here out of notices, and name them')
    .option('--json', 'print JSON')
    .action(async (file: string, options: ImportNoticesOptions) => {
      const { importNotices } = await import('../import/notices.ts')
      await withStore(options.json ?? false, (terminal, config, store) =>
        importNotices(terminal, config, store, file, Date.now(), options),
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
