import type { Command } from 'commander'
import { addGroup, commandsOf, runAtNow } from '../io/command-group.ts'
import type { WithStore } from '../io/program-context.ts'

/** `vigie preview …`: what would be sent, without sending it. */
export function addPreviewCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = addGroup(
    program,
    {
      name: 'preview',
      description: 'See what would be sent, without sending it',
      aliases: { email: 'mail', 'e-mail': 'mail' },
    },
    argv,
  )
  const command = commandsOf(group)
  const run = runAtNow(withStore)
  command(
    'mail <id>',
    'Write the mail about a notice, or the report of a month such as 2026-10 or a day such as 2026-11-22, as .eml, .txt and .html',
  )
    .option('--locale <locale>', "a language of the page; default: the page's first")
    .option('--out <dir>', 'folder of the files', '.')
    .option('--json', 'print JSON')
    .action(async (id: string, flags: { locale?: string; out: string; json?: boolean }) => {
      const { previewMail } = await import('./preview-mail.ts')
      await run(flags.json, (context) => previewMail(context, id, flags))
    })
}
