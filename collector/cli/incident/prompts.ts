import { impactOfStatuses } from '../../core/incident/impact.ts'
import type { Config } from '../../core/config/config.ts'
import type { MeasuredStatus } from '../../core/monitoring/health.ts'
import type { Impact } from '../../core/incident/incident.ts'
import { type Prompter, confirm, choose, createTerminalPrompter, chooseSeveral } from '../io/prompts.ts'
import { componentStatuses } from '../notices/component-flags.ts'
import { previewLines } from '../notices/preview.ts'
import { formatText } from '../io/localized-text.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'

const impacts: readonly Impact[] = ['none', 'minor', 'major', 'critical']

/** What a person wants to say in an incident: questions for all that the flags left open, then what will be published. Null when they do not want to after all. */
export async function promptForIncident(
  { terminal, config, input }: NoticeCommandContext,
  fields: Readonly<Record<string, unknown>>,
  prompter: Prompter = createTerminalPrompter(terminal, input as NodeJS.ReadStream),
): Promise<Record<string, unknown> | null> {
  try {
    const answers: Record<string, unknown> = { ...fields }
    answers['title'] ??= await promptForText(terminal, config, 'Title', (text) =>
      prompter.askLine(`${text}: `),
    )
    answers['body'] ??= await promptForText(terminal, config, 'First message', (text) =>
      prompter.askLines(text),
    )
    if (answers['components'] === undefined && config.components.length > 0)
      answers['components'] = await promptForComponents(prompter, terminal, config)
    if (answers['impact'] === undefined) {
      const statuses = Array.isArray(answers['components']) ? [] : Object.values(answers['components'] ?? {})
      const defaultImpact = impactOfStatuses(statuses as MeasuredStatus[])
      answers['impact'] = await choose(
        prompter,
        terminal,
        'How much do readers feel it?',
        impacts,
        defaultImpact,
      )
    }
    terminal.err('')
    for (const line of previewLines(answers, config)) terminal.err(line)
    if (await confirm(prompter, terminal, 'Publish it?')) return answers
    terminal.err('Nothing was published.')
    return null
  } finally {
    prompter.close()
  }
}

/** A text in the page's first language, and where somebody writes it, in the others. */
export async function promptForText(
  terminal: Pick<Terminal, 'err'>,
  { page }: Pick<Config, 'page'>,
  label: string,
  readAnswer: (text: string) => Promise<string>,
): Promise<string | Record<string, string>> {
  const otherLocales = page.locales.filter((locale) => locale !== page.locale)
  let mainText = ''
  while (mainText === '') {
    mainText = await readAnswer(otherLocales.length === 0 ? label : `${label} (${page.locale})`)
    if (mainText === '') terminal.err('  Readers need words here.')
  }
  const texts: Record<string, string> = { [page.locale]: mainText }
  for (const locale of otherLocales) {
    const text = await readAnswer(`${label} (${locale}, empty for none)`)
    if (text !== '') texts[locale] = text
  }
  return Object.keys(texts).length === 1 ? mainText : texts
}

async function promptForComponents(
  prompter: Prompter,
  terminal: Pick<Terminal, 'err'>,
  config: Config,
): Promise<Record<string, string>> {
  const options = config.components.map(({ id, name }) => ({ id, name: formatText(name, config.page) }))
  const ids = await chooseSeveral(prompter, terminal, 'Which components', options, 0)
  const answers: Record<string, string> = {}
  for (const id of ids)
    answers[id] = await choose(prompter, terminal, `How is ${id}?`, componentStatuses, null)
  return answers
}
