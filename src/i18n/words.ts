import type { Locale } from '../../collector/core/text/localized-text.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import type { Plural, Words } from './shape.ts'

const dictionaries: Readonly<Record<string, Words>> = { fr, en }

/** The dictionary of a locale, by its language; English where there is none. */
export const wordsOf = (locale: Locale): Words =>
  dictionaries[locale] ?? dictionaries[locale.split('-')[0]!.toLowerCase()] ?? en

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
    const language = wordsOf(locale) === en ? 'en' : locale
    known = { rules: new Intl.PluralRules(language), numbers: new Intl.NumberFormat(locale) }
    counting.set(locale, known)
  }
  const form = known.rules.select(count) === 'one' ? plural.one : plural.other
  return fill(form, { count: known.numbers.format(count) })
}
