import type { Locale } from '../text/localized-text.ts'
import { dictionaryOf } from './dictionaries.ts'
import type { Plural } from './words.ts'

/** Put values in the places a sentence keeps for them, `{name}`. */
export const fillPlaceholders = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)

type CountFormat = { readonly rules: Intl.PluralRules; readonly numbers: Intl.NumberFormat }
const countFormats = new Map<Locale, CountFormat>()

/** The form of a counting sentence for `count` things, the number written as the locale writes it. */
export function formatCount(locale: Locale, plural: Plural, count: number): string {
  let format = countFormats.get(locale)
  if (!format) {
    // The words may have fallen back to English while the locale has not: the rules must be those of the words.
    const language = dictionaryOf(locale) ? locale : 'en'
    format = { rules: new Intl.PluralRules(language), numbers: new Intl.NumberFormat(locale) }
    countFormats.set(locale, format)
  }
  return fillPlaceholders(pluralForm(plural, format.rules.select(count)), {
    count: format.numbers.format(count),
  })
}

/** The form of a plural category; `other` where the sentence has none of its own. */
export const pluralForm = (plural: Plural, category: Intl.LDMLPluralRule): string =>
  plural[category] ?? plural.other
