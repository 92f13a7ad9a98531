import { wordsOf } from '../core/i18n/dictionaries.ts'
import { orList, suggest } from '../core/text/suggest.ts'
import type { Locator } from './locator.ts'
import type { ConfigPath, ConfigProblem } from './problem.ts'

type DictionarySection = Readonly<Record<string, unknown>>

const isSection = (value: unknown): value is DictionarySection =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The longest list of known keys that a message repeats. */
const maxListedKeys = 20

/** Names of the places that a sentence keeps for values. */
const placesOf = (sentence: string): string[] => [
  ...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)),
]

const braced = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(' and ')

/**
 * What is wrong with an operator's dictionary: sections and sentences that the English one does not have, places for
 * values that differ from its, plural categories that the language has not. Nothing that is left out is wrong.
 *
 * @param language the language of the dictionary, such as `pl`
 */
export function checkDictionary(root: unknown, language: string, locator: Locator): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  const report = (path: ConfigPath, issue: string, advice: string, where?: 'key'): void =>
    void problems.push(locator.problem(path, `${issue}. ${advice}.`, where))

  function checkSentence(english: string, value: unknown, path: ConfigPath, optional: boolean): void {
    if (value === null) return report(path, 'is empty', 'Write the sentence, or remove the line')
    if (typeof value === 'number' || typeof value === 'boolean')
      return report(path, `is ${locator.display(path)}, which is not text`, 'Put it in quotes')
    if (typeof value !== 'string')
      return report(path, 'is not a sentence', `Write one, such as "${english}" in English`)
    if (value.trim() === '') return report(path, 'is empty', 'Write the sentence, or remove the line')
    if (/[\p{Cc}\p{Cn}\u202A-\u202E\u2066-\u206F<]/u.test(value))
      return report(path, 'holds a control character, a line break or "<"', 'Write plain text on one line')
    const englishPlaceholders = placesOf(english)
    const placeholders = placesOf(value)
    const unknown = placeholders.filter((name) => !englishPlaceholders.includes(name))
    const missing = optional ? [] : englishPlaceholders.filter((name) => !placeholders.includes(name))
    if (unknown.length > 0)
      report(
        path,
        `nothing is filled in for ${braced(unknown)}`,
        englishPlaceholders.length > 0
          ? `This sentence has ${braced(englishPlaceholders)}`
          : 'This sentence has no places for values',
      )
    if (missing.length > 0)
      report(path, `has no place for ${braced(missing)}`, `Write it in, as in "${english}"`)
  }

  function checkPlural(english: DictionarySection, value: unknown, path: ConfigPath): void {
    const sentence = english['other'] as string
    if (!isSection(value))
      return report(path, 'counts, and needs its forms', `Write under it "other: …" as in "${sentence}"`)
    const type = path.at(-1) === 'ordinal' ? 'ordinal' : 'cardinal'
    const categories = new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories
    for (const [category, form] of Object.entries(value)) {
      const at = [...path, category]
      if (!(categories as string[]).includes(category))
        report(at, `is no plural category of ${language}`, `Write ${orList(categories)}`, 'key')
      // A form for a number that it says in words may do without the number.
      else checkSentence(sentence, form, at, category !== 'other')
    }
    if (!('other' in value))
      report(path, 'has no form for other numbers', `Write "other: …" as in "${sentence}"`)
  }

  function checkSection(english: DictionarySection, value: unknown, path: ConfigPath): void {
    if (!isSection(value))
      return report(path, 'is not a section', 'Write keys and values under it, one "key: value" a line')
    const keys = Object.keys(english)
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, key]
      const own = Object.hasOwn(english, key) ? english[key] : undefined
      if (own === undefined) {
        const suggestion = suggest(key, keys)
        const keyList = keys.length > maxListedKeys ? 'the keys of the English dictionary' : keys.join(', ')
        report(
          at,
          'is not a key known here',
          suggestion === undefined
            ? `Known here: ${keyList}`
            : `Did you mean "${suggestion}"? Known here: ${keyList}`,
          'key',
        )
      } else if (typeof own === 'string') checkSentence(own, inner, at, key === 'language')
      else if (isSection(own) && typeof own['other'] === 'string') checkPlural(own, inner, at)
      else checkSection(own as DictionarySection, inner, at)
    }
  }

  checkSection(wordsOf('en'), root, [])
  return problems
}
