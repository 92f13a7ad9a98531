import type { Command } from 'commander'
import type { WithStore } from '../io/program-context.ts'
import { guardMissingValues, suggestCommand } from '../io/argument-parser.ts'

/** `vigie preview …`: what would be sent, without sending it. */
export function addPreviewCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = program.command('preview').description('See what would be sent, without sending it')
  group.exitOverride().showHelpAfterError('(see vigie preview --help)')
  suggestCommand(group, { email: 'mail', 'e-mail': 'mail' })
  guardMissingValues(group, argv)
  group
    .command('mail <id>')
    .description(
      'Write the mail about a notice, or the report of a month such as 2026-10 or a day such as 2026-11-22, as .eml, .txt and .html',
    )
    .option('--locale <locale>', "a language of the page; default: the page's first")
    .option('--out <dir>', 'folder of the files', '.')
    .option('--json', 'print JSON')
    .allowExcessArguments()
    .exitOverride()
    .showHelpAfterError('(see vigie preview mail --help)')
    .action(async (id: string, flags: { locale?: string; out: string; json?: boolean }) => {
      const { previewMail } = await import('./preview-mail.ts')
      await withStore(flags.json ?? false, (terminal, config, store) =>
        previewMail({ terminal, config, store, now: Date.now() }, id, flags),
      )
    })
}
