import { readFile } from 'node:fs/promises'
import type { Config } from '../../core/config/config.ts'
import type { Text } from '../../core/text/localized-text.ts'
import type { Terminal } from '../../app/terminal.ts'
import { UsageError, describeSystemError } from '../../app/errors.ts'

/** What the flags of a command say, by name; texts in further languages are under `title@en`. */
export type Flags = Readonly<Record<string, unknown>>

/** Where `-` is read from. */
export type TextInput = AsyncIterable<Uint8Array> & { readonly isTTY?: boolean }

/** A text flag of a command, `--body`, and the one that names a file instead, `--body-file`; by their names in Flags. */
export type TextFlag = { readonly name: string; readonly file?: string }

/** Longest text that is read from a file or standard input, bytes: more is no notice. */
const maxTextBytes = 2_000_000

/**
 * What a text flag says in all languages: `--title T --title-en T`. A flag without a language is the page's first one; alone
 * it is the text for all. `-` reads standard input.
 *
 * @returns undefined when no such flag was given
 * @throws UsageError for a file that cannot be read, and for one language said twice
 */
export async function textOf(
  flags: Flags,
  { name, file }: TextFlag,
  { page }: Pick<Config, 'page'>,
  terminal: Pick<Terminal, 'err'>,
  input: TextInput = process.stdin,
): Promise<Text | undefined> {
  const said = new Map<string, string>()
  const add = (locale: string, flag: string, text: string): void => {
    if (said.has(locale) || (locale === page.locale && said.has('')))
      throw new UsageError(`${flag} says again what another flag says. Write one of them.`)
    said.set(locale, text)
  }
  for (const [key, value] of Object.entries(flags)) {
    const [base, language] = key.split('@') as [string, string?]
    if ((base !== name && base !== file) || typeof value !== 'string') continue
    const locale = page.locales.find((one) => one.toLowerCase() === language?.toLowerCase()) ?? language ?? ''
    const flag = `--${dashed(base)}${language === undefined ? '' : `-${language}`}`
    const text =
      base === file
        ? await fromFile(value, flag)
        : value === '-'
          ? await fromInput(input, flag, terminal)
          : value
    add(locale, flag, text)
  }
  if (said.size === 0) return undefined
  const alone = said.get('')
  if (alone === undefined) return Object.fromEntries(said)
  if (said.size === 1) return alone
  said.delete('')
  return { [page.locale]: alone, ...Object.fromEntries(said) }
}

/** A name as its flag writes it: `bodyFile` is `body-file`. */
export const dashed = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

async function fromFile(path: string, flag: string): Promise<string> {
  try {
    const bytes = await readFile(path)
    if (bytes.length > maxTextBytes)
      throw new UsageError(`${flag}: ${path} is longer than any notice can be.`)
    return new TextDecoder().decode(bytes)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(
      `${flag}: ${describeSystemError(error) ?? (error as Error).message}. Name a text file.`,
    )
  }
}

const consumedInputs = new WeakSet<TextInput>()
async function fromInput(input: TextInput, flag: string, { err }: Pick<Terminal, 'err'>): Promise<string> {
  if (consumedInputs.has(input))
    throw new UsageError(`${flag}: standard input can be read once. Name files for the others.`)
  consumedInputs.add(input)
  if (input.isTTY) err(`Write the text of ${flag}; end it with Ctrl-D on a line of its own.`)
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of input) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > maxTextBytes)
      throw new UsageError(`${flag}: what comes in is longer than any notice can be.`)
  }
  return text + decoder.decode()
}

/**
 * What a correction makes of a text: a language that was given replaces its own, the others stay as they were said. A text
 * given without a language is the page's first one.
 *
 * @param kept is told of the languages that stay
 */
export function mergeText(
  before: Text | null,
  given: Text | undefined,
  { page }: Pick<Config, 'page'>,
  kept: (locales: readonly string[]) => void = () => {},
): Text | undefined {
  if (given === undefined || before === null || before === '') return given
  if (typeof given === 'string' && typeof before === 'string') return given
  const inFirst = (text: Text) => (typeof text === 'string' ? { [page.locale]: text } : text)
  const [old, now] = [inFirst(before), inFirst(given)]
  const rest = Object.keys(old).filter((locale) => !(locale in now))
  if (rest.length > 0) kept(rest)
  return { ...old, ...now }
}
