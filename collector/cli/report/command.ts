import type { Command } from 'commander'
import { addGroup, commandsOf, runAtNow } from '../io/command-group.ts'
import type { ReportFlags } from './actions.ts'
import type { WithStore } from '../io/program-context.ts'

/** What people call these commands elsewhere. */
const aliases = { day: 'daily', month: 'monthly', check: 'verify', audit: 'verify', validate: 'verify' }

/** `vigie report …`: what the page reports of days and months. */
export function addReportCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = addGroup(program, { name: 'report', description: 'Print and verify reports', aliases }, argv)
  const command = commandsOf(group)
  const loadActions = () => import('./actions.ts')
  const run = runAtNow(withStore)

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
        await run(true, (context) => printReport(context, kind, flags))
      })
  command('verify', 'Verify the hash chain of frozen reports; exits 1 when it is broken')
    .option('--json', 'print JSON, with every problem')
    .action(async ({ json }: { json?: boolean }) => {
      const { verifyReports } = await loadActions()
      await run(json, (context) => verifyReports(context, json))
    })
}
