import type { Locale } from '../text/localized-text.ts'
import { dictionaryOf } from './dictionaries.ts'
import type { Plural } from './words.ts'

/** Put values in the places a sentence keeps for them, `{name}`. */
export const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)

type Counting = { readonly rules: Intl.PluralRules; readonly numbers: Intl.NumberFormat }
const counting = new Map<Locale, Counting>()

/** The form of a counting sentence for `count` things, the number written as the locale writes it. */
export function counted(locale: Locale, plural: Plural, count: number): string {
  let known = counting.get(locale)
  if (!known) {
    // The words may have fallen back to English while the locale has not: the rules must be those of the words.
    const language = dictionaryOf(locale) ? locale : 'en'
    known = { rules: new Intl.PluralRules(language), numbers: new Intl.NumberFormat(locale) }
    counting.set(locale, known)
  }
  return fill(pluralForm(plural, known.rules.select(count)), { count: known.numbers.format(count) })
}

/** The form of a plural category; `other` where the sentence has none of its own. */
export const pluralForm = (plural: Plural, category: Intl.LDMLPluralRule): string =>
  plural[category] ?? plural.other
