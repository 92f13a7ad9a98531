import { promptForText } from '../incident/prompts.ts'
import { confirm, createTerminalPrompter } from '../io/prompts.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'
import { previewLines } from '../notices/preview.ts'

/** What a person wants to announce: questions for what the flags left open, then what will be published. Null when they do not want to after all. */
export async function promptForAnnouncement(
  { terminal, config, input, now }: NoticeCommandContext,
  fields: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown> | null> {
  const prompter = createTerminalPrompter(terminal, input as NodeJS.ReadStream)
  try {
    const answers: Record<string, unknown> = { ...fields }
    answers['title'] ??= await promptForText(terminal, config, 'Title', (text) =>
      prompter.askLine(`${text}: `),
    )
    answers['body'] ??= await promptForText(terminal, config, 'What readers should know', (text) =>
      prompter.askLines(text),
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
