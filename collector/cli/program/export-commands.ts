import type { Command } from 'commander'
import { withSubscribers } from '../subscribers/command.ts'
import type { ProgramContext } from '../io/program-context.ts'

/** `vigie export …`: history as JSON lines. */
export function addExportCommands(program: Command, { withStore }: ProgramContext): void {
  const exportCommand = program.command('export').description('Export history in the format of import')
  exportCommand
    .command('checks')
    .description('Every raw check, one JSON object a line')
    .option('--json', 'the output is JSON lines in any case')
    .action(async () => {
      const { exportChecks } = await import('../export/checks.ts')
      await withStore(false, exportChecks)
    })
  exportCommand
    .command('notices')
    .description('Every incident and maintenance, one JSON object a line')
    .option('--json', 'the output is JSON lines in any case')
    .action(async () => {
      const { exportNotices } = await import('../export/notices.ts')
      await withStore(false, (terminal, _config, store) => exportNotices(terminal, store))
    })
  exportCommand
    .command('metrics')
    .description('Every stored metric point, one JSON object a line')
    .option('--json', 'the output is JSON lines in any case')
    .action(async () => {
      const { exportMetrics } = await import('../export/metrics.ts')
      await withStore(false, (terminal, _config, store) => exportMetrics(terminal, store))
    })
  exportCommand
    .command('subscribers')
    .description('Every subscriber, one JSON object a line')
    .option('--json', 'the output is JSON lines in any case')
    .action(() => withSubscribers(withStore)(false, (context, actions) => actions.exportSubscribers(context)))
}
