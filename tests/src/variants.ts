import { wordsOf } from '../../collector/core/i18n/dictionaries.ts'
import type { OperatorDictionary } from '../../collector/core/i18n/words.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'

/** What letters of English become, in words of the same length. */
const alphabets = {
  ar: { letters: 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي', space: ' ' },
  // Thai has no spaces between words.
  th: { letters: 'กขคงจฉชซญดตถทนบปผพฟมยรลวสหอฮ', space: '' },
} as const

/** A language that Vigie has no words for, written in letters of its own. */
export type Invented = keyof typeof alphabets

/** A text in letters of the language: Markdown's marks, places such as `{name}` and addresses stay. */
function invent(text: string, locale: Invented): string {
  const { letters, space } = alphabets[locale]
  return text
    .split(/(\{\w+\}|\[[^\]|]*\|[^\]]*\]|\bP\d+\b|https?:\S+)/)
    .map((part, index) =>
      index % 2 === 1
        ? part.replace(/^\[.*/, '')
        : part
            .replaceAll(/[a-z]/gi, (letter) => letters[letter.toLowerCase().charCodeAt(0) - 97]!)
            .replaceAll(/(?<=[^\s\d:.,;–-]) (?=[^\s\d–-])/g, space),
    )
    .join('')
}

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

const mapped = (value: Plain, text: (value: string) => string): Plain =>
  typeof value === 'string'
    ? text(value)
    : Array.isArray(value)
      ? value.map((one: Plain) => mapped(one, text))
      : value !== null && typeof value === 'object'
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, text)]))
        : value

/** Every text that is written per language, changed; what is the same in all of them stays. */
function withTexts(value: Plain, change: (texts: Record<string, string>) => Record<string, string>): Plain {
  if (Array.isArray(value)) return value.map((one: Plain) => withTexts(one, change))
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value as Record<string, Plain>)
  return members.length > 0 && members.every(([key, one]) => /^(fr|en)$/.test(key) && typeof one === 'string')
    ? change(value as Record<string, string>)
    : Object.fromEntries(members.map(([key, one]) => [key, withTexts(one, change)]))
}

/** The same page in a language of which the operator brought all words; texts of theirs are in it, too. */
export function inInventedLanguage(snapshot: Snapshot, locale: Invented): Snapshot {
  const words = mapped(wordsOf('en'), (text) => invent(text, locale)) as unknown as OperatorDictionary
  const said = withTexts(JSON.parse(JSON.stringify(snapshot)) as Plain, (texts) => ({
    [locale]: invent(texts['en'] ?? texts['fr']!, locale),
  })) as unknown as Snapshot
  return { ...said, page: { ...said.page, locale, locales: [locale], words: { [locale]: words } } }
}

/** The same page with texts of 200 characters and more, of one word or of many. */
export const withLongTexts = (snapshot: Snapshot): Snapshot =>
  withTexts(JSON.parse(JSON.stringify(snapshot)) as Plain, (texts) => {
    const long = (text: string): string =>
      text.length % 2 === 0
        ? `${text}-${'Donaudampfschifffahrt'.repeat(10)}`
        : `${text} ${'and so it goes on '.repeat(12)}`.trim()
    return Object.fromEntries(Object.entries(texts).map(([locale, text]) => [locale, long(text)]))
  }) as unknown as Snapshot
