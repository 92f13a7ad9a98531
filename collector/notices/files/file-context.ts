import { suggest, orList } from '../../core/text/suggest.ts'
import type { Text } from '../../core/text/localized-text.ts'
import {
  type FileProblem,
  type Passage,
  type FileSection,
  type FilePosition,
  splitLocales,
} from './sections.ts'
import { type FrontMatterSettings, parseYamlSettings } from './front-matter-yaml.ts'
import {
  type PageSettings,
  type ValidationContext,
  createValidationContext,
} from '../rules/validation-context.ts'
import { ValidationError } from '../rules/validation-error.ts'
import { quoteInput } from '../rules/validate.ts'

/** Reads the parts of one file and collects the problems of all of them. */
export type FileContext = {
  readonly problems: FileProblem[]
  readonly settings: PageSettings
  readonly now: number
  addProblem(spot: FilePosition, message: string): void
  /** Read part of it; a refusal is a problem at the position of its path, and the result is null. */
  attempt<Value>(
    spot: (path: string) => FilePosition,
    read: (reading: ValidationContext) => Value,
  ): Value | null
}

/** Begin to read a file at an instant (ms). */
export function createFileContext(settings: PageSettings, now: number): FileContext {
  const problems: FileProblem[] = []
  const addProblem = (spot: FilePosition, message: string): void => void problems.push({ ...spot, message })
  return {
    problems,
    settings,
    now,
    addProblem,
    attempt(spot, read) {
      const part = createValidationContext(settings, now)
      try {
        const value = read(part)
        part.throwIfInvalid()
        return value
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error
        for (const { path, message } of error.issues)
          addProblem(spot(path), path === '' ? message : `${path}: ${message}`)
        return null
      }
    },
  }
}

/**
 * A time as it may stand in a file: with its date, as a relative one would be another at each reading.
 */
export function parseFileInstant(
  read: ValidationContext,
  path: string,
  written: string,
  past: boolean,
): number {
  if (/^\d{4}-\d{2}-\d{2}/.test(written.trim()))
    return past ? read.pastInstant(path, written) : read.instant(path, written)
  read.addIssue(
    path,
    `${quoteInput(written)} has no date. Write one such as 2026-11-22 15:00: in a file, a relative time would be another one at each reading.`,
  )
  return read.now
}

const heading =
  /^(\d{4}-\d{2}-\d{2})(?:T| +)(\d{1,2}:\d{2}(?::\d{2})?) *(Z|UTC|[+-]\d{2}(?::?\d{2})?)?(?:[ :—–-]+([\p{L}_][\p{L}_ -]*?))?:?$/u

/** The instant (ms) and the status of a heading such as `2026-11-22 15:12 identified`; null where it cannot be read. */
export function parseHeading<Status extends string>(
  section: FileSection,
  statuses: readonly Status[],
  file: FileContext,
): { readonly at: number; readonly status: Status | null } | null {
  const spot = { line: section.headingLine, column: 1 }
  const example = `Write ## 2026-11-22 15:12 ${statuses[0] ?? ''}`.trim()
  const match = heading.exec(section.heading)
  if (!match) {
    file.addProblem(
      spot,
      `The heading ${quoteInput(section.heading)} is not a date, a time and a status. ${example}, with an offset such as +01:00 after the time where it is not of ${file.settings.page.timezone}.`,
    )
    return null
  }
  const [, date, time, offset = '', word] = match
  const written = `${date}T${time!.padStart(5, '0')}${offset === 'UTC' ? 'Z' : offset}`
  const at = file.attempt(
    () => spot,
    (read) => read.pastInstant('', written),
  )
  if (word === undefined) return at === null ? null : { at, status: null }
  const status = statuses.find((one) => one === word.toLowerCase().replaceAll(/[ -]/g, '_'))
  if (status === undefined) {
    const near = suggest(word, statuses)
    file.addProblem(
      spot,
      statuses.length === 0
        ? `${quoteInput(word)} is not expected here. Write the date and the time alone.`
        : `${quoteInput(word)} is not a status. ${near === undefined ? '' : `Did you mean "${near}"? `}Write ${orList(statuses)}.`,
    )
    return null
  }
  return at === null ? null : { at, status }
}

const key = /^([a-z_]+):(?:\s|$)/
const isBlank = (line: string): boolean => line.trim() === ''

/**
 * The settings that stand first below a heading, up to the next blank line, and the text after them. Formatters put a blank
 * line below headings; without one, a key that is nearly the name of a setting is meant as one too.
 */
export function parseSettings(
  section: Passage,
  names: readonly string[],
): { readonly settings: FrontMatterSettings; readonly body: Passage } {
  const { line, lines } = section
  const from = Math.max(
    0,
    lines.findIndex((one) => !isBlank(one)),
  )
  const first = key.exec(lines[from] ?? '')?.[1]
  const meant =
    first !== undefined && (names.includes(first) || (from === 0 && suggest(first, names) !== undefined))
  const end = lines.findIndex((one, i) => i > from && isBlank(one))
  const to = !meant ? from : end < 0 ? lines.length : end
  return {
    settings: parseYamlSettings({ line: line + from, lines: lines.slice(from, to) }),
    body: { line: line + to, lines: lines.slice(to) },
  }
}

/** Where the words of a passage begin. */
export function spotOf({ line, lines }: Passage): FilePosition {
  const skipped = Math.max(
    0,
    lines.findIndex((one) => !isBlank(one)),
  )
  return { line: line + skipped, column: 1 }
}

/** The words of a passage, per locale where there are several; undefined for none. */
export function parseBody(passage: Passage, file: FileContext): Text | undefined {
  const { locale, locales } = file.settings.page
  const words: Record<string, string> = {}
  for (const part of splitLocales(passage, { locale, locales })) {
    const text = part.passage.lines.join('\n').trim()
    const spot = { line: part.passage.line, column: 1 }
    if (part.locale in words)
      file.addProblem(
        { ...spot, line: spot.line - 1 },
        `${part.locale} is there twice in this message. Write it once.`,
      )
    else if (text === '')
      file.addProblem(
        { ...spot, line: spot.line - 1 },
        `There is no text under ### ${part.locale}. Write it, or remove the heading.`,
      )
    else words[part.locale] = text
  }
  const written = Object.keys(words)
  if (written.length === 0) return undefined
  return written.length === 1 && written[0] === locale ? words[locale] : words
}

/** The settings without those that have no value: a key alone sets nothing. */
export const dropEmptyValues = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null))
    : value
