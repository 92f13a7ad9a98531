import { parseTime, endOfSkippedTime } from '../../core/time/parse-time.ts'
import { formatInstantWords } from '../../notices/rules/time-words.ts'
import { type Prompter, confirm, choose, terminalPrompter, chooseSeveral } from '../io/prompts.ts'
import { askText } from '../incident/prompts.ts'
import { previewOf } from '../notices/preview.ts'
import { formatText } from '../io/localized-text.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'

/** What a person wants to schedule: questions for all that the flags left open, then what will be published. Null when they do not want to after all. */
export async function askMaintenance(
  { terminal, config, input, now }: NoticeCommandContext,
  given: Readonly<Record<string, unknown>>,
  asker: Prompter = terminalPrompter(terminal, input as NodeJS.ReadStream),
): Promise<Record<string, unknown> | null> {
  const { timezone } = config.page
  const time = (text: string): Promise<string> =>
    asker.until(`${text} (${timezone}, such as 2026-12-06 04:00 or tomorrow 04:00): `, (said) => {
      const skipped = endOfSkippedTime(said, now, timezone)
      if (skipped !== null) {
        terminal.err(
          `  The clocks go forward then. The first time after it is ${formatInstantWords(skipped, timezone)}.`,
        )
        return null
      }
      if (parseTime(said, now, timezone) !== null) return said
      terminal.err('  That is no time. Write it as 2026-12-06 04:00, tomorrow 04:00 or +2h.')
      return null
    })
  try {
    const answers: Record<string, unknown> = { ...given }
    answers['title'] ??= await askText(terminal, config, 'Title', (text) => asker.line(`${text}: `))
    answers['body'] ??= await askText(terminal, config, 'What readers should know', (text) =>
      asker.lines(text),
    )
    answers['scheduled_for'] ??= await time('It begins')
    answers['scheduled_until'] ??= await time('It ends')
    const options = config.components.map(({ id, name }) => ({ id, name: formatText(name, config.page) }))
    answers['components'] ??= await chooseSeveral(asker, terminal, 'Which components', options, 1)
    answers['impact'] ??= await choose(
      asker,
      terminal,
      'How much will readers feel it?',
      ['none', 'minor', 'major', 'critical'],
      'minor',
    )
    terminal.err('')
    for (const line of previewOf(answers, config, now)) terminal.err(line)
    if (await confirm(asker, terminal, 'Publish it?')) return answers
    terminal.err('Nothing was published.')
    return null
  } finally {
    asker.close()
  }
}
