import { parseTime } from '../../core/time/parse-time.ts'
import { describeDoubtfulTime } from '../../notices/rules/time-words.ts'
import { type Prompter, confirm, choose, createTerminalPrompter, chooseSeveral } from '../io/prompts.ts'
import { promptForText } from '../incident/prompts.ts'
import { previewLines } from '../notices/preview.ts'
import { formatText } from '../io/localized-text.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'

/** What a person wants to schedule: questions for all that the flags left open, then what will be published. Null when they do not want to after all. */
export async function promptForMaintenance(
  { terminal, config, input, now }: NoticeCommandContext,
  fields: Readonly<Record<string, unknown>>,
  prompter: Prompter = createTerminalPrompter(terminal, input as NodeJS.ReadStream),
): Promise<Record<string, unknown> | null> {
  const { timezone } = config.page
  const promptForTime = (text: string): Promise<string> =>
    prompter.askUntilValid(
      `${text} (${timezone}, such as 2026-12-06 04:00 or tomorrow 04:00): `,
      (answer) => {
        const doubt = describeDoubtfulTime(answer, now, timezone)
        if (doubt !== null) {
          terminal.err(`  That ${doubt}`)
          return null
        }
        if (parseTime(answer, now, timezone) !== null) return answer
        terminal.err('  That is no time. Write it as 2026-12-06 04:00, tomorrow 04:00 or +2h.')
        return null
      },
    )
  try {
    const answers: Record<string, unknown> = { ...fields }
    answers['title'] ??= await promptForText(terminal, config, 'Title', (text) =>
      prompter.askLine(`${text}: `),
    )
    answers['body'] ??= await promptForText(terminal, config, 'What readers should know', (text) =>
      prompter.askLines(text),
    )
    answers['scheduled_for'] ??= await promptForTime('It begins')
    answers['scheduled_until'] ??= await promptForTime('It ends')
    const options = config.components.map(({ id, name }) => ({ id, name: formatText(name, config.page) }))
    answers['components'] ??= await chooseSeveral(prompter, terminal, 'Which components', options, 1)
    answers['impact'] ??= await choose(
      prompter,
      terminal,
      'How much will readers feel it?',
      ['none', 'minor', 'major', 'critical'],
      'minor',
    )
    terminal.err('')
    for (const line of previewLines(answers, config, now)) terminal.err(line)
    if (await confirm(prompter, terminal, 'Publish it?')) return answers
    terminal.err('Nothing was published.')
    return null
  } finally {
    prompter.close()
  }
}
