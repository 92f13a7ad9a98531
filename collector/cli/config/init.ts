import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Interface, createInterface } from 'node:readline/promises'
import { type InitAnswers, initialConfig } from '../../config/initial-config.ts'
import { parseConfig } from '../../config/load-config.ts'
import { CliError, UsageError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'

export type InitOptions = {
  readonly name?: string
  readonly url?: string
  readonly locale?: readonly string[]
  readonly timezone?: string
  readonly watch?: readonly string[]
  readonly force?: boolean
  readonly json?: boolean
}

/** One thing to know before a first configuration can be written. */
type Question = {
  readonly flag: string
  /** What the flag says; undefined when it was not given. */
  readonly given: string | undefined
  readonly text: string
  readonly fallback: string
  /** The answers with this one in them. */
  readonly take: (answers: InitAnswers, said: string) => InitAnswers
}

/** `vigie init`: a first status.yaml from flags, and from questions for what they leave open where somebody can answer. */
export async function init(terminal: Terminal, options: InitOptions): Promise<number> {
  const { configFile } = terminal
  if (existsSync(configFile) && !options.force)
    throw new UsageError(
      `${configFile} is there already. Add --force to replace it, or name another with --config.`,
    )
  const answers = await complete(terminal, options)
  await mkdir(dirname(configFile), { recursive: true })
  await writeFile(configFile, initialConfig(answers))
  terminal.out(options.json ? JSON.stringify({ file: configFile }) : configFile)
  const { length } = answers.components
  const elsewhere = terminal.data === 'data' ? '' : ` -- --data ${terminal.data}`
  terminal.err(
    `It watches ${length} ${length === 1 ? 'component' : 'components'}. Next: npm start${elsewhere}`,
  )
  return 0
}

/** What is wrong with answers, in words; null when a configuration made of them is right. */
function judge(answers: InitAnswers): string | null {
  const judged = parseConfig(initialConfig(answers), '', {})
  return judged.ok ? null : judged.problems.map((problem) => problem.message).join(' ')
}

/** The flags, with answers to what they leave open. @throws UsageError for wrong flags, and when nobody is there to ask */
async function complete(terminal: Terminal, options: InitOptions): Promise<InitAnswers> {
  const asked = process.stdin.isTTY
  if (!asked && (options.name === undefined || options.watch === undefined))
    throw new UsageError('init needs --name NAME and --watch URL where nobody can be asked.')
  const all = questions(options)
  let answers = usual()
  const wrong: string[] = []
  for (const { flag, given, take } of all) {
    if (given === undefined) continue
    const next = take(answers, given)
    const problem = judge(next)
    if (problem === null) answers = next
    else wrong.push(`${flag}: ${problem}`)
  }
  if (wrong.length > 0) throw new UsageError(`${wrong.join('\n')}\nNothing was written.`)
  const open = all.filter(({ given }) => given === undefined)
  if (!asked || open.length === 0) return answers

  const ask = createInterface({ input: process.stdin, output: process.stderr })
  try {
    for (const question of open) answers = await answerTo(question, answers, ask, terminal)
    return answers
  } catch (cause) {
    terminal.err('')
    throw new CliError('left before the last question: nothing was written', { cause })
  } finally {
    ask.close()
  }
}

/** Ask until the answer is one that can be used. */
async function answerTo(
  { text, fallback, take }: Question,
  answers: InitAnswers,
  ask: Interface,
  terminal: Terminal,
): Promise<InitAnswers> {
  for (;;) {
    const said = (await ask.question(`${text}${fallback ? ` [${fallback}]` : ''}: `)).trim() || fallback
    const next = take(answers, said)
    const problem = judge(next)
    if (problem === null) return next
    terminal.err(`  ${problem}`)
  }
}

/** Answers that are right by themselves, so that each question can be judged alone. */
function usual(): InitAnswers {
  const components = [{ name: 'example', url: 'https://www.example.com/' }]
  const answers = { name: 'Example', url: null, locales: ['en'], timezone: ownZone(), components }
  return judge(answers) === null ? answers : { ...answers, timezone: 'UTC' }
}

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

const questions = (options: InitOptions): readonly Question[] => [
  {
    flag: '--name',
    given: options.name,
    text: 'Name of the page',
    fallback: 'Example',
    take: (answers, said) => ({ ...answers, name: said }),
  },
  {
    flag: '--url',
    given: options.url,
    text: 'Its public address, empty for none yet',
    fallback: '',
    take: (answers, said) => ({ ...answers, url: said === '' ? null : said }),
  },
  {
    flag: '--locale',
    given: options.locale?.join(' '),
    text: 'Languages, the first is the main one',
    fallback: 'en',
    take: (answers, said) => ({ ...answers, locales: wordsOf(said) }),
  },
  {
    flag: '--timezone',
    given: options.timezone,
    text: 'Time zone of days and times',
    fallback: usual().timezone,
    take: (answers, said) => ({ ...answers, timezone: said }),
  },
  {
    flag: '--watch',
    given: options.watch?.join(' '),
    text: 'Addresses to watch, with spaces between (such as https://www.example.com/ or tcp://db.example.com:5432)',
    fallback: '',
    take: (answers, said) => ({
      ...answers,
      components: wordsOf(said)
        .map(withScheme)
        .map((url) => ({ name: nameOf(url), url })),
    }),
  },
]

const wordsOf = (said: string): readonly string[] => said.split(/[\s,]+/).filter(Boolean)

/** A bare host means its page. */
const withScheme = (address: string): string => (address.includes('://') ? address : `https://${address}`)

/** What readers may call an address until somebody finds better words: its host. */
const nameOf = (address: string): string => URL.parse(address)?.hostname || address
