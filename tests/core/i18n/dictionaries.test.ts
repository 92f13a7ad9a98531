import { expect, test } from 'vitest'
import {
  builtInLanguages,
  dictionaryOf,
  languageName,
  wordsOf,
} from '../../../collector/core/i18n/dictionaries.ts'
import { fillPlaceholders, pluralForm } from '../../../collector/core/i18n/sentences.ts'
import type { Plural } from '../../../collector/core/i18n/words.ts'

const formatPlural = (locale: string, plural: Plural, count: number): string =>
  fillPlaceholders(pluralForm(plural, new Intl.PluralRules(locale).select(count)), { count: String(count) })

test('a sentence counts in every plural category of its language', () => {
  const polish = {
    one: '{count} usługa',
    few: '{count} usługi',
    many: '{count} usług',
    other: '{count} usługi',
  }
  expect([1, 2, 5, 22, 25].map((count) => formatPlural('pl', polish, count))).toEqual([
    '1 usługa',
    '2 usługi',
    '5 usług',
    '22 usługi',
    '25 usług',
  ])
  const arabic = {
    zero: 'لا خدمات',
    one: 'خدمة واحدة',
    two: 'خدمتان',
    few: '{count} خدمات',
    many: '{count} خدمة',
    other: '{count} خدمة',
  }
  expect([0, 1, 2, 3, 11, 100].map((count) => formatPlural('ar', arabic, count))).toEqual([
    'لا خدمات',
    'خدمة واحدة',
    'خدمتان',
    '3 خدمات',
    '11 خدمة',
    '100 خدمة',
  ])
})

test('a category without a form of its own takes that of other', () => {
  expect(formatPlural('fr', { one: '{count} jour', other: '{count} jours' }, 1_000_000)).toBe('1000000 jours')
})

test('a regional locale has the dictionary of its language, and one without any speaks English', () => {
  expect(dictionaryOf('fr-CA')).toBe(wordsOf('fr'))
  expect(dictionaryOf('pl')).toBeUndefined()
  expect(wordsOf('pl')).toBe(wordsOf('en'))
})

test('languages are listed by their own names', () => {
  expect(['fr', 'en', 'pl', 'pt-BR', 'xx'].map((locale) => languageName(locale))).toEqual([
    'Français',
    'English',
    'polski',
    'português (Brasil)',
    'xx',
  ])
})

/** Every sentence of a dictionary by its path; forms of a counting sentence are sentences of their own. */
const sentencesOf = (words: object, path = ''): Map<string, string> =>
  new Map(
    Object.entries(words).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string'
        ? [[`${path}${key}`, value]]
        : [...sentencesOf(value as object, `${path}${key}.`)],
    ),
  )
const english = sentencesOf(wordsOf('en'))
const others = builtInLanguages.filter((language) => language !== 'en')
const pluralCategories = /\.(?:zero|one|two|few|many)$/

test('German and Spanish come with Vigie beside French and English', () => {
  expect(builtInLanguages).toEqual(['de', 'en', 'es', 'fr'])
})

test.each(others)('the dictionary of %s has the sentences of the English one', (language) => {
  const keys = (sentences: ReadonlyMap<string, string>): string[] =>
    [...sentences.keys()].filter((key) => !pluralCategories.test(key)).toSorted()
  expect(keys(sentencesOf(wordsOf(language)))).toEqual(keys(english))
})

test.each(others)('the dictionary of %s has the same places to fill in each sentence', (language) => {
  const places = (sentence: string | undefined): string =>
    [...new Set(sentence?.match(/\{\w+\}/g) ?? [])].toSorted().join(' ')
  // A form for one thing may do without the number, and only such a form.
  const differing = [...sentencesOf(wordsOf(language))].filter(
    ([key, sentence]) => !pluralCategories.test(key) && places(sentence) !== places(english.get(key)),
  )
  expect(differing).toEqual([])
})

test.each(others)('counting sentences of %s have a form for every category of the language', (language) => {
  const counting = [...sentencesOf(wordsOf(language)).keys()].filter(
    (key) => key.endsWith('.other') && !key.startsWith('rule.'),
  )
  expect(counting.length).toBeGreaterThan(10)
  const sentences = sentencesOf(wordsOf(language))
  expect(counting.filter((key) => !sentences.has(key.replace(/other$/, 'one')))).toEqual([])
})

/** Words that are the same in several languages: names, abbreviations, and words they share. */
const shared = new Set(
  [
    'P95|Median (P50)|MTTA|MTTR|SLA|JSON|Navigation|Status|Total|P95 {now}|d|h|min|s|ms|Services',
    'Service|Contact|Date|Incident|Incidents|Maintenance|maintenance|Corrections|message|services',
    'Maximum|Minimum|Impact|impact|in 24\u00a0h|{count} incident|{count} incidents|{count} service',
    '[Test] {title}|Support|no|Version {version}|{count} services|Revision {count}|Revision {revision}: {why}|{time} in {zone}',
    'API|Vigie|Name|Console|Messages|console|Text|Team: {channel}|{count} message',
    '{count} messages',
  ].flatMap((line) => line.split('|')),
)

test.each(others)('no sentence of %s is left in English', (language) => {
  const untranslated = [...sentencesOf(wordsOf(language))].filter(
    ([key, sentence]) =>
      english.get(key) === sentence &&
      /\p{L}/u.test(sentence.replace(/\{\w+\}/g, '')) &&
      !shared.has(sentence),
  )
  expect(untranslated).toEqual([])
})

test('the list of shared words names no others', () => {
  const used = new Set(
    others.flatMap((language) =>
      [...sentencesOf(wordsOf(language))].flatMap(([key, sentence]) =>
        english.get(key) === sentence ? [sentence] : [],
      ),
    ),
  )
  expect([...shared].filter((sentence) => !used.has(sentence))).toEqual([])
})
