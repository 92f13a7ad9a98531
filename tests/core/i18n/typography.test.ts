import { expect, test } from 'vitest'
import { dateText } from '../../../collector/core/i18n/date-text.ts'
import { wordsOf } from '../../../collector/core/i18n/dictionaries.ts'
import { formats } from '../../../collector/core/i18n/format.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { typesetSentence } from '../../../collector/core/i18n/typography.ts'
import { collapseSpaces } from '../../../collector/core/text/collapse-spaces.ts'

test('French has its no-break spaces before and within signs, however a sentence was typed', () => {
  expect(typesetSentence('fr', "État : « {name} » l'est ; et après ? 99,9 % de 43 min 12 s !")).toBe(
    'État\u00a0: «\u00a0{name}\u00a0» l’est\u202f; et après\u202f? 99,9\u00a0% de 43\u00a0min 12\u00a0s\u202f!',
  )
  expect(typesetSentence('fr', 'un temps\u00a0; {down} d’indisponibilité, {count} jours')).toBe(
    'un temps\u202f; {down} d’indisponibilité, {count} jours',
  )
})

test('German and Spanish keep a figure with its unit, and add nothing before other signs', () => {
  expect(typesetSentence('de', 'Stand: {time}; 99,9 % in 43 min')).toBe(
    'Stand: {time}; 99,9\u00a0% in 43\u00a0min',
  )
  expect(typesetSentence('es', '¿Qué? 99,9 %: {time}')).toBe('¿Qué? 99,9\u00a0%: {time}')
})

const sentencesOf = (words: object): string[] =>
  Object.values(words).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : sentencesOf(value as object),
  )

test('no sentence of the French dictionary has a space that breaks before a sign, nor a straight apostrophe', () => {
  const sentences = sentencesOf(wordsOf('fr'))
  expect(sentences.length).toBeGreaterThan(500)
  expect(
    sentences.filter((sentence) => / [:;?!»%]|« |'|[\u00a0\u202f]{2}|\d (?:min|s|h|ms)\b/.test(sentence)),
  ).toEqual([])
})

test('a month that begins with a vowel is elided in French, and in French only', () => {
  const title = (locale: string, month: string): string => {
    const words = wordsOf(locale)
    return fillPlaceholders(words.reports.ofMonth, { period: formats(locale, 'UTC', words).month(month) })
  }
  expect(['2026-10', '2026-08', '2026-04', '2026-11'].map((month) => title('fr', month))).toEqual([
    'Rapport d’octobre 2026',
    'Rapport d’août 2026',
    'Rapport d’avril 2026',
    'Rapport de novembre 2026',
  ])
  expect(title('es', '2026-10')).toBe('Informe de octubre de 2026')
})

test('no French sentence says "de" before a name without a form that elides it', () => {
  const names =
    /(?<!\|)\b(?:de|que|le|la|jusque) \{(?:name|zone|page|component|service|title|place|region|by)\}/i
  expect(sentencesOf(wordsOf('fr')).filter((sentence) => names.test(sentence))).toEqual([])
})

test('a value in markup is elided by its first letter', () => {
  const sentence = '[d’|de ]{name}'
  expect(fillPlaceholders(sentence, { name: '<bdi>Élan</bdi>' })).toBe('d’<bdi>Élan</bdi>')
  expect(fillPlaceholders(sentence, { name: '<bdi lang="a">Nuit</bdi>' })).toBe('de <bdi lang="a">Nuit</bdi>')
  expect(fillPlaceholders(sentence, { name: 'Œuvre' })).toBe('d’Œuvre')
  expect(fillPlaceholders(sentence, {})).toBe(sentence)
})

test('the first of a month is "1er" in every French date, and a time stands behind "à"', () => {
  const format = formats('fr-CA', 'UTC', wordsOf('fr'))
  const first = Date.UTC(2026, 9, 1)
  expect(format.date(first)).toBe('1er octobre 2026')
  expect(format.moment(first)).toMatch(/^1er octobre 2026/)
  expect(format.weekday('2026-11-01')).toBe('dimanche 1er novembre')
  const french = formats('fr', 'UTC', wordsOf('fr'))
  expect(french.brief(first)).toBe('1er oct. à 00:00')
  expect(french.dated(first)).toBe('jeu. 1er oct., 00:00')
  expect(french.full(first)).toBe('jeudi 1er octobre 2026 à 00:00')
  expect(french.noted(first)).toBe('1er oct. 2026, 00:00')
  expect(french.short('2026-10-01')).toBe('1er oct.')
  expect(french.short('2026-10-11')).toBe('11 oct.')
  expect(formats('es', 'UTC', wordsOf('es')).short('2026-10-01')).toBe('1 oct')
  expect(dateText(new Intl.DateTimeFormat('fr', { dateStyle: 'short', timeZone: 'UTC' }), first)).toBe(
    '01/10/2026',
  )
})

test('one line of a text keeps the spaces that must not break', () => {
  expect(collapseSpaces(' Durée\u00a0:\n 5\u202f%\t ; «\u00a0 a  ')).toBe('Durée\u00a0: 5\u202f% ; «\u00a0a')
})
