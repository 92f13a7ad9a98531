import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { formatProblem, parseConfig } from '../config/load.ts'
import { initialConfig } from '../config/init.ts'
import { type Terminal, WrongUsage } from './terminal.ts'

export type InitOptions = {
  readonly name?: string
  readonly url?: string
  readonly locale?: readonly string[]
  readonly timezone?: string
  readonly watch?: readonly string[]
  readonly force?: boolean
  readonly json?: boolean
}

/** `vigie init`: a first status.yaml from flags, and from questions for what they leave open where somebody can answer. */
export async function init(terminal: Terminal, options: InitOptions): Promise<number> {
  const { configFile } = terminal
  if (existsSync(configFile) && !options.force)
    throw new WrongUsage(
      `${configFile} is there already. Add --force to replace it, or name another with --config.`,
    )
  const answers = await complete(options)
  const text = initialConfig(answers)
  const judged = parseConfig(text, configFile, terminal.env)
  if (!judged.ok)
    throw new WrongUsage(`${judged.problems.map(formatProblem).join('\n')}\nNothing was written.`)
  await mkdir(dirname(configFile), { recursive: true })
  await writeFile(configFile, text)
  terminal.out(options.json ? JSON.stringify({ file: configFile }) : configFile)
  terminal.err(
    `It watches ${judged.config.components.length} ${judged.config.components.length === 1 ? 'component' : 'components'}. Next: npm start`,
  )
  return 0
}

/** The flags, with answers to what they leave open. @throws WrongUsage when nobody is there to ask */
async function complete(options: InitOptions): Promise<Parameters<typeof initialConfig>[0]> {
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const asked = process.stdin.isTTY === true
  if (!asked && options.name === undefined)
    throw new WrongUsage('init needs --name NAME (and --watch URL) where nobody can be asked.')
  const ask = createInterface({ input: process.stdin, output: process.stderr })
  /** The flag, else what is answered, else the default. */
  const question = async (given: string | undefined, text: string, fallback: string): Promise<string> =>
    given ??
    ((asked ? (await ask.question(`${text}${fallback ? ` [${fallback}]` : ''}: `)).trim() : '') || fallback)
  try {
    const name = await question(options.name, 'Name of the page', 'Example')
    const url = await question(options.url, 'Its public address, empty for none yet', '')
    const locales = (
      await question(options.locale?.join(' '), 'Languages, the first is the main one', 'en')
    ).split(/[\s,]+/)
    const timezone = await question(options.timezone, 'Time zone of days and times', ownZone)
    const watched = (await question(options.watch?.join(' '), 'Addresses to watch, with spaces between', ''))
      .split(/\s+/)
      .filter(Boolean)
    if (watched.length === 0)
      throw new WrongUsage(
        'there is nothing to watch. Name at least one address: --watch https://www.example.com/',
      )
    return {
      name,
      url: url === '' ? null : url,
      locales,
      timezone,
      components: watched.map((address) => ({ name: nameOf(address), url: address })),
    }
  } finally {
    ask.close()
  }
}

/** What readers may call an address until somebody finds better words: its host. */
function nameOf(address: string): string {
  return URL.parse(address)?.hostname ?? address
}
