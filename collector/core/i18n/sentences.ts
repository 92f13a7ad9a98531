import type { Locale } from '../text/localized-text.ts'
import { fallbackStart, isEnglish, markWhole } from './complete-words.ts'
import type { Plural } from './words.ts'

/** A place, `{name}`, and before it two forms of a word: one before vowels, one before all else, `[d’|de ]{period}`. */
const places = /(?:\[([^|[\]]*)\|([^|[\]]*)\])?\{(\w+)\}/g

/** Does a value begin with a vowel, when it is read out? Marks around it are not. */
const beginsWithVowel = (value: string): boolean =>
  /^[aeiouyœæ]/i.test(value.replace(/^(?:<[^>]*>|[^\p{L}\d])+/u, '').normalize('NFD'))

/** Put values in the places a sentence keeps for them, `{name}`; `[d’|de ]{name}` elides before a vowel. */
export const fillPlaceholders = (sentence: string, values: Readonly<Record<string, string>>): string => {
  const filled = sentence.replace(
    places,
    (place, elided: string | undefined, whole: string | undefined, name: string) => {
      const value = values[name]
      if (value === undefined) return place
      return ((beginsWithVowel(value) ? elided : whole) ?? '') + value
    },
  )
  return sentence.includes(fallbackStart) ? markWhole(filled) : filled
}

const pluralRules = new Map<Locale, Intl.PluralRules>()
const numberFormats = new Map<Locale, Intl.NumberFormat>()

/** The form of a counting sentence for `count` things, the number written as the locale writes it. */
export function formatCount(locale: Locale, plural: Plural, count: number): string {
  // The sentence may have fallen back to English while the locale has not: the rules must be those of its language.
  const language = isEnglish(plural) ? 'en' : locale
  let rules = pluralRules.get(language)
  if (!rules) pluralRules.set(language, (rules = new Intl.PluralRules(language)))
  let numbers = numberFormats.get(locale)
  if (!numbers) numberFormats.set(locale, (numbers = new Intl.NumberFormat(locale)))
  return fillPlaceholders(pluralForm(plural, rules.select(count)), { count: numbers.format(count) })
}

/** The form of a plural category; `other` where the sentence has none of its own. */
export const pluralForm = (plural: Plural, category: Intl.LDMLPluralRule): string =>
  plural[category] ?? plural.other
