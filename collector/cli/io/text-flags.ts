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
export async function readTextFlag(
  flags: Flags,
  { name, file }: TextFlag,
  { page }: Pick<Config, 'page'>,
  terminal: Pick<Terminal, 'err'>,
  input: TextInput = process.stdin,
): Promise<Text | undefined> {
  const texts = new Map<string, string>()
  const add = (locale: string, flag: string, text: string): void => {
    if (texts.has(locale) || (locale === page.locale && texts.has('')))
      throw new UsageError(`${flag} says again what another flag says. Write one of them.`)
    texts.set(locale, text)
  }
  for (const [key, value] of Object.entries(flags)) {
    const [flagName, language] = key.split('@') as [string, string?]
    if ((flagName !== name && flagName !== file) || typeof value !== 'string') continue
    const locale =
      page.locales.find((candidate) => candidate.toLowerCase() === language?.toLowerCase()) ?? language ?? ''
    const flag = `--${toKebabCase(flagName)}${language === undefined ? '' : `-${language}`}`
    const text =
      flagName === file
        ? await readTextFile(value, flag)
        : value === '-'
          ? await readStandardInput(input, flag, terminal)
          : value
    add(locale, flag, text)
  }
  if (texts.size === 0) return undefined
  const defaultText = texts.get('')
  if (defaultText === undefined) return Object.fromEntries(texts)
  if (texts.size === 1) return defaultText
  texts.delete('')
  return { [page.locale]: defaultText, ...Object.fromEntries(texts) }
}

/** A name as its flag writes it: `bodyFile` is `body-file`. */
export const toKebabCase = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

async function readTextFile(path: string, flag: string): Promise<string> {
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
async function readStandardInput(
  input: TextInput,
  flag: string,
  { err }: Pick<Terminal, 'err'>,
): Promise<string> {
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
  next: Text | undefined,
  { page }: Pick<Config, 'page'>,
  onUnchanged: (locales: readonly string[]) => void = () => {},
): Text | undefined {
  if (next === undefined || before === null || before === '') return next
  if (typeof next === 'string' && typeof before === 'string') return next
  const byLocale = (text: Text) => (typeof text === 'string' ? { [page.locale]: text } : text)
  const [previousTexts, nextTexts] = [byLocale(before), byLocale(next)]
  const unchangedLocales = Object.keys(previousTexts).filter((locale) => !(locale in nextTexts))
  if (unchangedLocales.length > 0) onUnchanged(unchangedLocales)
  return { ...previousTexts, ...nextTexts }
}
