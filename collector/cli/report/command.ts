import type { Command } from 'commander'
import type { ReportFlags, ReportCommandContext } from './actions.ts'
import type { WithStore } from '../io/program-context.ts'
import { guardMissingValues, suggestCommand } from '../io/argument-parser.ts'

/** What people call these commands elsewhere. */
const aliases = { day: 'daily', month: 'monthly', check: 'verify', audit: 'verify', validate: 'verify' }

/** `vigie report …`: what the page reports of days and months. */
export function addReportCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = program.command('report').description('Print and verify reports')
  group.exitOverride().showHelpAfterError('(see vigie report --help)')
  suggestCommand(group, aliases)
  guardMissingValues(group, argv)
  const loadActions = () => import('./actions.ts')
  const command = (usage: string, description: string): Command => {
    const subcommand = group.command(usage).description(description).allowExcessArguments()
    return subcommand.exitOverride().showHelpAfterError(`(see vigie report ${subcommand.name()} --help)`)
  }
  const runWithContext = (
    json: boolean,
    task: (context: ReportCommandContext) => Promise<number>,
  ): Promise<void> =>
    withStore(json, (terminal, config, store) => task({ terminal, config, store, now: Date.now() }))

  for (const [kind, summary, date] of [
    ['daily', 'of a day', 'a day such as 2026-11-22; default: yesterday'],
    ['monthly', 'of a month; a frozen one as it was frozen', 'a month such as 2026-10; default: the last'],
  ] as const)
    command(kind, summary)
      .option('--date <date>', date)
      .option('--format <format>', 'text, json, csv or html (ready for an e-mail); default: text')
      .option('--locale <locale>', "a language of the page; default: the page's first")
      .option('--private', 'for the team: with the metrics that readers do not see')
      .option('--json', 'the same as --format json')
      .action(async (flags: ReportFlags) => {
        const { printReport } = await loadActions()
        await runWithContext(true, (context) => printReport(context, kind, flags))
      })
  command('verify', 'Verify the hash chain of frozen reports; exits 1 when it is broken')
    .option('--json', 'print JSON, with every problem')
    .action(async ({ json }: { json?: boolean }) => {
      const { verifyReports } = await loadActions()
      await runWithContext(json ?? false, (context) => verifyReports(context, json))
    })
}
