import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
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
type InitQuestion = {
  readonly flag: string
  /** What the flag says; undefined when it was not given. */
  readonly value: string | undefined
  readonly prompt: string
  readonly fallback: string
  /** The answers with this one in them. */
  readonly apply: (answers: InitAnswers, answer: string) => InitAnswers
}

/** `vigie init`: a first status.yaml from flags, and from questions for what they leave open where somebody can answer. */
export async function init(terminal: Terminal, options: InitOptions): Promise<number> {
  const { configFile } = terminal
  if (existsSync(configFile) && !options.force)
    throw new UsageError(
      `${configFile} is there already. Add --force to replace it, or name another with --config.`,
    )
  const answers = await collectAnswers(terminal, options)
  await mkdir(dirname(configFile), { recursive: true })
  await writeFile(configFile, schemaLine(dirname(configFile)) + initialConfig(answers))
  terminal.out(options.json ? JSON.stringify({ file: configFile }) : configFile)
  const { length } = answers.components
  const dataFlag = terminal.data === 'data' ? '' : ` -- --data ${terminal.data}`
  terminal.err(
    `It watches ${length} ${length === 1 ? 'component' : 'components'}. Next: npm start${dataFlag}`,
  )
  return 0
}

const schemaFile = join(import.meta.dirname, '../../../public/schema/status.schema.json')

/** The comment by which editors find the schema, from a folder; nothing where there is no way from one to the other. */
function schemaLine(folder: string): string {
  const path = relative(resolve(folder), schemaFile).split(sep).join('/')
  return existsSync(schemaFile) && !isAbsolute(path) ? `# yaml-language-server: $schema=${path}\n#\n` : ''
}

/** What is wrong with answers, in words; null when a configuration made of them is right. */
function problemOf(answers: InitAnswers, terminal: Terminal | null): string | null {
  const wordsFolder = terminal && join(terminal.data, 'words')
  const result = parseConfig(initialConfig(answers), '', {}, wordsFolder)
  return result.ok ? null : result.problems.map((problem) => problem.message).join(' ')
}

/** The flags, with answers to what they leave open. @throws UsageError for wrong flags, and when nobody is there to ask */
async function collectAnswers(terminal: Terminal, options: InitOptions): Promise<InitAnswers> {
  const interactive = process.stdin.isTTY
  if (!interactive && (options.name === undefined || options.watch === undefined))
    throw new UsageError('init needs --name NAME and --watch URL where nobody can be asked.')
  const all = questions(options)
  let answers = defaultAnswers()
  const problems: string[] = []
  for (const { flag, value, apply } of all) {
    if (value === undefined) continue
    const next = apply(answers, value)
    const problem = problemOf(next, terminal)
    if (problem === null) answers = next
    else problems.push(`${flag}: ${problem}`)
  }
  if (problems.length > 0) throw new UsageError(`${problems.join('\n')}\nNothing was written.`)
  const unanswered = all.filter(({ value }) => value === undefined)
  if (!interactive || unanswered.length === 0) return answers

  const readline = createInterface({ input: process.stdin, output: process.stderr })
  try {
    for (const question of unanswered) answers = await askQuestion(question, answers, readline, terminal)
    return answers
  } catch (cause) {
    terminal.err('')
    throw new CliError('left before the last question: nothing was written', { cause })
  } finally {
    readline.close()
  }
}

/** Ask until the answer is one that can be used. */
async function askQuestion(
  { prompt, fallback, apply }: InitQuestion,
  answers: InitAnswers,
  readline: Interface,
  terminal: Terminal,
): Promise<InitAnswers> {
  for (;;) {
    const answer =
      (await readline.question(`${prompt}${fallback ? ` [${fallback}]` : ''}: `)).trim() || fallback
    const next = apply(answers, answer)
    const problem = problemOf(next, terminal)
    if (problem === null) return next
    terminal.err(`  ${problem}`)
  }
}

/** Answers that are right by themselves, so that each question can be judged alone. */
function defaultAnswers(): InitAnswers {
  const components = [{ name: 'example', url: 'https://www.example.com/' }]
  const answers = { name: 'Example', url: null, locales: ['en'], timezone: systemTimezone(), components }
  return problemOf(answers, null) === null ? answers : { ...answers, timezone: 'UTC' }
}

const systemTimezone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

const questions = (options: InitOptions): readonly InitQuestion[] => [
  {
    flag: '--name',
    value: options.name,
    prompt: 'Name of the page',
    fallback: 'Example',
    apply: (answers, answer) => ({ ...answers, name: answer }),
  },
  {
    flag: '--url',
    value: options.url,
    prompt: 'Its public address, empty for none yet',
    fallback: '',
    apply: (answers, answer) => ({ ...answers, url: answer === '' ? null : answer }),
  },
  {
    flag: '--locale',
    value: options.locale?.join(' '),
    prompt: 'Languages, the first is the main one',
    fallback: 'en',
    apply: (answers, answer) => ({ ...answers, locales: splitList(answer) }),
  },
  {
    flag: '--timezone',
    value: options.timezone,
    prompt: 'Time zone of days and times',
    fallback: defaultAnswers().timezone,
    apply: (answers, answer) => ({ ...answers, timezone: answer }),
  },
  {
    flag: '--watch',
    value: options.watch?.join(' '),
    prompt:
      'Addresses to watch, with spaces between (such as https://www.example.com/ or tcp://db.example.com:5432)',
    fallback: '',
    apply: (answers, answer) => ({
      ...answers,
      components: splitList(answer)
        .map(withScheme)
        .map((url) => ({ name: componentNameOf(url), url })),
    }),
  },
]

const splitList = (text: string): readonly string[] => text.split(/[\s,]+/).filter(Boolean)

/** A bare host means its page. */
const withScheme = (address: string): string => (address.includes('://') ? address : `https://${address}`)

/** What readers may call an address until somebody finds better words: its host. */
const componentNameOf = (address: string): string => URL.parse(address)?.hostname || address
