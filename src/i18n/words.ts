import type { Locale } from '../../collector/core/text/localized-text.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'

/** A sentence that counts: one form per plural category that its languages tell apart. */
export type Plural = { readonly one: string; readonly other: string }

type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> }

/** Every word the page says. French sets the shape; a language that misses one does not compile. */
export type Words = Same<typeof fr>

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
