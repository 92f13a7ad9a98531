import { expect, test } from 'vitest'
import { completeWords, fallbackEnd, fallbackStart } from '../../../collector/core/i18n/complete-words.ts'
import { languageName, markedWordsOf, wordsOf } from '../../../collector/core/i18n/dictionaries.ts'
import { directionOf } from '../../../collector/core/i18n/direction.ts'
import { formatCount } from '../../../collector/core/i18n/sentences.ts'

const english = (words: string): string => `${fallbackStart}${words}${fallbackEnd}`

test('what an operator leaves out is said in English, and marked for pages only', () => {
  const operatorWords = { pt: { history: 'Histórico' } }
  expect(wordsOf('pt', operatorWords).history).toBe('Histórico')
  expect(wordsOf('pt', operatorWords).contact).toBe('Contact')
  expect(markedWordsOf('pt', operatorWords).history).toBe('Histórico')
  expect(markedWordsOf('pt', operatorWords).contact).toBe(english('Contact'))
})

test('marks leave out the values of a sentence, and signs of no language', () => {
  const { marked } = completeWords({})
  expect(marked.explanations.title).toBe(`{name}${english(': availability, ')}{period}`)
  expect(marked.colon).toBe(': ')
  expect(marked.sla.none).toBe('—')
})

test('a counting sentence that fell back counts as English does, the operator’s by their own rules', () => {
  const polish = { one: '{count} dzień', few: '{count} dni', many: '{count} dni', other: '{count} dnia' }
  const words = wordsOf('pl', { pl: { bars: polish } })
  expect(formatCount('pl', words.bars, 22)).toBe('22 dni')
  expect(formatCount('pl', words.lastDays, 22)).toBe('22 days')
  // French says "0 jour", as if it were one.
  expect(formatCount('fr', wordsOf('ht', { ht: {} }).lastDays, 0)).toBe('0 days')
  expect(formatCount('fr', markedWordsOf('ht', { ht: {} }).lastDays, 0)).toBe(
    `\uFDD20${english(' days')}\uFDD3`,
  )
})

test('the sentences of recurrence rules are of one language', () => {
  expect(wordsOf('pt', { pt: { rule: { everyDay: 'todos os dias' } } }).rule).toBe(wordsOf('en').rule)
  const whole = { ...wordsOf('es').rule, everyDay: 'todos os dias' }
  expect(wordsOf('pt', { pt: { rule: whole } }).rule.everyDay).toBe('todos os dias')
})

test('an operator names their language, else Unicode does', () => {
  expect(languageName('pt', { pt: { language: 'Português de cá' } })).toBe('Português de cá')
  expect(languageName('pt', { pt: {} })).toBe('português')
})

test('the direction of a locale comes from its script', () => {
  expect(['ar', 'he', 'fa-IR', 'ur', 'ckb'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl', 'rtl', 'rtl'])
  expect(['fr', 'en', 'de', 'pl', 'az'].map(directionOf)).toEqual(Array.from({ length: 5 }))
})
