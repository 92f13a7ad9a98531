import type { Text } from '../../core/text/localized-text.ts'
import { suggest } from '../../core/text/suggest.ts'
import { type Fail, rule } from '../rules.ts'

const isScalar = (value: unknown): value is number | boolean =>
  typeof value === 'number' || typeof value === 'boolean'

/** Text that must be text: numbers and true/false are asked to be quoted rather than guessed at. */
export function requireText(value: unknown, fail: Fail, at: readonly (string | number)[] = []): string {
  if (typeof value === 'string') return value
  if (isScalar(value))
    return fail(
      `{value} is ${typeof value === 'number' ? 'a number' : 'true or false'}, not text`,
      'Write it in quotes: {value}',
      { at, plain: 'Write it in quotes' },
    )
  return fail('{value} is not text', 'Write one text in quotes', { at, plain: 'Write one text in quotes' })
}

/** Any text on one or more lines. */
export const string = (example: string, max = 4096) =>
  rule({ type: 'string' }, example, (value, fail) => {
    const text = requireText(value, fail)
    if (typeof text === 'string' && text.length > max)
      return fail(`is ${text.length} characters long`, `Write at most ${max}`)
    return text
  })

// oxlint-disable-next-line no-control-regex -- these are what is looked for
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/

/** What turns everything after it around, on pages, in feeds and in mails; a mark for a single letter (U+200F) does not. */
const turning = /[\u202A-\u202E\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/

/**
 * What no page can hold, nor any feed: a control character among words for readers, or one that turns the direction of the
 * words beside it.
 */
function refuseControl(value: unknown, fail: Fail, at: readonly (string | number)[] = []): void {
  const sign = typeof value === 'string' ? turning.exec(value)?.[0] : undefined
  if (sign !== undefined)
    fail(
      `holds a character that does not print (U+${sign.charCodeAt(0).toString(16).toUpperCase()})`,
      'Write the text without it; readers see every name in its own direction',
      { at },
    )
  if (typeof value === 'string' && control.test(value))
    fail('holds a control character', 'Write the text without it', { at })
}

/** Words of one kind for all readers. */
export const words = (example: string, max: number) =>
  rule({ type: 'string' }, example, (value, fail) => {
    const text = requireText(value, fail)
    refuseControl(text, fail)
    if (typeof text === 'string' && text.length > max)
      return fail(`is ${text.length} characters long`, `Write at most ${max}`)
    return text
  })

/** Would YAML take it, without quotes, for something other than text? */
const isReadAsValue = (text: string): boolean =>
  Number.isFinite(Number(text)) || /^(true|false|null)$/i.test(text)

/** A text that has a form: `pattern` decides, `form` says it in words. */
export const stringMatching = (
  pattern: RegExp,
  form: string,
  example: string,
  repair?: (text: string) => string,
) =>
  rule({ type: 'string', pattern: pattern.source }, example, (value, fail): string => {
    const text = isScalar(value) && !pattern.test(String(value)) ? String(value) : requireText(value, fail)
    if (typeof text !== 'string' || pattern.test(text)) return text
    const repaired = repair?.(text)
    const good =
      repaired !== undefined && pattern.test(repaired) && !isReadAsValue(repaired) ? repaired : example
    return fail(`{value} is not ${form}`, `Write for example "${good}"`)
  })

/** Letters without accents, digits and hyphens, as they go into addresses. */
export const slug = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64)

/** The name of a thing in addresses and commands. */
export const id = (example: string) =>
  stringMatching(
    /^[a-z0-9][a-z0-9-]{0,63}$/,
    'an id of small letters a-z, digits and hyphens (64 at most)',
    example,
    slug,
  )

const canonicalLocale = (tag: string): string | undefined => {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

/** Is it a language tag such as `fr` or `pt-BR`? */
const isLocale = (tag: string): boolean =>
  /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && canonicalLocale(tag) !== undefined

/** A language tag in its usual spelling. */
export const locale = () =>
  rule({ type: 'string', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }, 'en', (value, fail): string => {
    const tag = requireText(value, fail)
    if (typeof tag !== 'string') return tag
    const usual = isLocale(tag.replaceAll('_', '-')) ? canonicalLocale(tag.replaceAll('_', '-')) : undefined
    if (usual === tag) return tag
    return fail('{value} is not a language tag', `Write for example "${usual ?? 'en'}"`)
  })

let zones: readonly string[] | undefined

/** A zone of the IANA database such as `Europe/Paris`. */
export const timezone = () =>
  rule({ type: 'string' }, 'Europe/Paris', (value, fail): string => {
    const name = requireText(value, fail)
    if (typeof name !== 'string') return name
    zones ??= [...Intl.supportedValuesOf('timeZone'), 'UTC']
    if (zones.includes(name)) return name
    const suggestion = zones.find((zone) => zone.toLowerCase() === name.toLowerCase()) ?? suggest(name, zones)
    if (suggestion === undefined || suggestion.toLowerCase() !== name.toLowerCase())
      try {
        // Old names (US/Eastern) are not in the list but are zones all the same; offsets and odd capitals are not.
        const known = new Intl.DateTimeFormat('en', { timeZone: name })
        if (known && /^[A-Z][A-Za-z]+(\/[\w+-]+)+$/.test(name)) return name
      } catch {
        // Not a zone: reported below.
      }
    const plain = 'Write a name such as "Europe/Paris" or "UTC"'
    return fail(
      '{value} is not a timezone',
      suggestion === undefined ? plain : `Did you mean "${suggestion}"`.concat('? ', plain),
      { plain },
    )
  })

/** Words for readers: one text for all, or one per locale as `{ fr: …, en: … }`. */
export const localizedText = (example: string) =>
  rule(
    {
      anyOf: [
        { type: 'string' },
        { type: 'object', additionalProperties: { type: 'string' }, minProperties: 1 },
      ],
    },
    example,
    (value, fail): Text => {
      const blank = (content: unknown): boolean => typeof content === 'string' && content.trim() === ''
      if (blank(value)) return fail('is blank', `Write for example "${example}"`)
      refuseControl(value, fail)
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return requireText(value, fail)
      const entries = Object.entries(value)
      if (entries.length === 0) return fail('is empty', `Write "${example}" or { fr: …, en: … }`)
      for (const [tag, content] of entries) refuseControl(content, fail, [tag])
      for (const [tag, content] of entries)
        if (!isLocale(tag))
          fail(
            `"${tag}" is not a language`,
            /\s/.test(tag)
              ? 'Put a text that holds a comma or a colon in quotes'
              : 'Write one text per language, such as { fr: …, en: … }',
            {
              at: [tag],
            },
          )
        else if (content === null || blank(content))
          fail('is empty', 'Write the text or remove the line', { at: [tag] })
        else if (typeof content !== 'symbol') requireText(content, fail, [tag])
      return Object.fromEntries(entries) as Record<string, string>
    },
  )

/** The name of a file in the data folder. */
export const fileName = (example: string) =>
  rule({ type: 'string' }, example, (value, fail): string => {
    const text = requireText(value, fail)
    if (typeof text !== 'string') return text
    const plain = `Write the name of a file in the data folder, such as "${example}"`
    if (/^[a-z][a-z0-9+.-]*:/i.test(text) || /^[/\\]/.test(text) || text.split(/[/\\]/).includes('..'))
      return fail('{value} is not a file in the data folder', plain, { plain })
    return text
  })
