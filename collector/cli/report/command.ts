import type { Command } from 'commander'
import type { ReportFlags, ReportWork } from './report.ts'
import type { WithStore } from '../program/run-types.ts'
import { guardMissingValues, suggestCommand } from '../program/argument-parser.ts'

/** What people call these commands elsewhere. */
const meant = { day: 'daily', month: 'monthly', check: 'verify', audit: 'verify', validate: 'verify' }

/** `vigie report …`: what the page reports of days and months. */
export function addReports(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = program.command('report').description('Print and verify reports')
  group.exitOverride().showHelpAfterError('(see vigie report --help)')
  suggestCommand(group, meant)
  guardMissingValues(group, argv)
  const acts = () => import('./report.ts')
  const command = (usage: string, description: string): Command => {
    const made = group.command(usage).description(description).allowExcessArguments()
    return made.exitOverride().showHelpAfterError(`(see vigie report ${made.name()} --help)`)
  }
  const work = (json: boolean, task: (work: ReportWork) => Promise<number>): Promise<void> =>
    withStore(json, (terminal, config, store) => task({ terminal, config, store, now: Date.now() }))

  for (const [kind, what, date] of [
    ['daily', 'of a day', 'a day such as 2026-11-22; default: yesterday'],
    ['monthly', 'of a month; a frozen one as it was frozen', 'a month such as 2026-10; default: the last'],
  ] as const)
    command(kind, what)
      .option('--date <date>', date)
      .option('--format <format>', 'text, json, csv or html (ready for an e-mail); default: text')
      .option('--locale <locale>', "a language of the page; default: the page's first")
      .option('--json', 'the same as --format json')
      .action(async (flags: ReportFlags) => {
        const { printReport } = await acts()
        await work(true, (at) => printReport(at, kind, flags))
      })
  command('verify', 'Verify the hash chain of frozen reports; exits 1 when it is broken')
    .option('--json', 'print JSON, with every problem')
    .action(async ({ json }: { json?: boolean }) => {
      const { verifyReports } = await acts()
      await work(json ?? false, (at) => verifyReports(at, json))
    })
}
