import { impactOfStatuses } from '../../core/incident/impact.ts'
import type { Config } from '../../core/config/config.ts'
import type { MeasuredStatus } from '../../core/monitoring/health.ts'
import type { Impact } from '../../core/incident/incident.ts'
import { type Prompter, confirm, choose, terminalPrompter, chooseSeveral } from '../io/prompts.ts'
import { statuses } from '../io/component-flags.ts'
import { previewOf } from '../notices/preview.ts'
import { formatText } from '../io/localized-text.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'

const impacts: readonly Impact[] = ['none', 'minor', 'major', 'critical']

/** What a person wants to say in an incident: questions for all that the flags left open, then what will be published. Null when they do not want to after all. */
export async function askIncident(
  { terminal, config, input }: NoticeCommandContext,
  given: Readonly<Record<string, unknown>>,
  asker: Prompter = terminalPrompter(terminal, input as NodeJS.ReadStream),
): Promise<Record<string, unknown> | null> {
  try {
    const answers: Record<string, unknown> = { ...given }
    answers['title'] ??= await askText(terminal, config, 'Title', (text) => asker.line(`${text}: `))
    answers['body'] ??= await askText(terminal, config, 'First message', (text) => asker.lines(text))
    if (answers['components'] === undefined && config.components.length > 0)
      answers['components'] = await askComponents(asker, terminal, config)
    if (answers['impact'] === undefined) {
      const said = Array.isArray(answers['components']) ? [] : Object.values(answers['components'] ?? {})
      const usual = impactOfStatuses(said as MeasuredStatus[])
      answers['impact'] = await choose(asker, terminal, 'How much do readers feel it?', impacts, usual)
    }
    terminal.err('')
    for (const line of previewOf(answers, config)) terminal.err(line)
    if (await confirm(asker, terminal, 'Publish it?')) return answers
    terminal.err('Nothing was published.')
    return null
  } finally {
    asker.close()
  }
}

/** A text in the page's first language, and where somebody writes it, in the others. */
export async function askText(
  terminal: Pick<Terminal, 'err'>,
  { page }: Pick<Config, 'page'>,
  what: string,
  ask: (text: string) => Promise<string>,
): Promise<string | Record<string, string>> {
  const others = page.locales.filter((locale) => locale !== page.locale)
  let first = ''
  while (first === '') {
    first = await ask(others.length === 0 ? what : `${what} (${page.locale})`)
    if (first === '') terminal.err('  Readers need words here.')
  }
  const said: Record<string, string> = { [page.locale]: first }
  for (const locale of others) {
    const text = await ask(`${what} (${locale}, empty for none)`)
    if (text !== '') said[locale] = text
  }
  return Object.keys(said).length === 1 ? first : said
}

async function askComponents(
  asker: Prompter,
  terminal: Pick<Terminal, 'err'>,
  config: Config,
): Promise<Record<string, string>> {
  const options = config.components.map(({ id, name }) => ({ id, name: formatText(name, config.page) }))
  const ids = await chooseSeveral(asker, terminal, 'Which components', options, 0)
  const said: Record<string, string> = {}
  for (const id of ids) said[id] = await choose(asker, terminal, `How is ${id}?`, statuses, null)
  return said
}
