import { expect, test } from 'vitest'
import { dictionaryOf, languageName, wordsOf } from '../../../collector/core/i18n/dictionaries.ts'
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
  expect(['fr', 'en', 'pl', 'pt-BR', 'xx'].map(languageName)).toEqual([
    'Français',
    'English',
    'polski',
    'português (Brasil)',
    'xx',
  ])
})

test('every dictionary has the same places to fill in each sentence', () => {
  const places = (words: object, path = ''): Map<string, string> =>
    new Map(
      Object.entries(words).flatMap(([key, value]): [string, string][] => {
        const here = `${path}${key}`
        if (typeof value !== 'string') return [...places(value as object, `${here}.`)]
        return [[here, [...new Set(value.match(/\{\w+\}/g) ?? [])].toSorted().join(' ')]]
      }),
    )
  // A form for one thing may do without the number, and only such a form.
  const differing = [...places(wordsOf('en'))].filter(
    ([key, wanted]) => places(wordsOf('fr')).get(key) !== wanted && !key.endsWith('.one'),
  )
  expect(differing).toEqual([])
})
