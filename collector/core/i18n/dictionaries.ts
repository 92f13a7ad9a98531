import type { Locale } from '../text/localized-text.ts'
import { completeWords, english } from './complete-words.ts'
import { de } from './de/index.ts'
import { es } from './es/index.ts'
import { fr } from './fr/index.ts'
import { typeset } from './typography.ts'
import type { OperatorWords, Words } from './words.ts'

/** Every language that comes with Vigie, by its code: a new one is a folder like these and a line here, with its typography. */
const dictionaries: Readonly<Record<string, Words>> = {
  de: typeset('de', de),
  en: english,
  es: typeset('es', es),
  fr: typeset('fr', fr),
}

/** Codes of the languages that come with Vigie. */
export const builtInLanguages: readonly Locale[] = Object.keys(dictionaries)

/** The dictionary of a locale, by its language: `fr-CA` has that of `fr`. Undefined where there is none. */
export const dictionaryOf = (locale: Locale): Words | undefined =>
  dictionaries[locale] ?? dictionaries[locale.split('-')[0]!.toLowerCase()]

/** The dictionary of a locale: Vigie's, else the operator's with English where it says nothing, else the English one. */
export function wordsOf(locale: Locale, operatorWords: OperatorWords = {}): Words {
  const own = operatorWords[locale]
  return dictionaryOf(locale) ?? (own ? completeWords(own).plain : english)
}

/** The same for a page, where what fell back to English is marked (see complete-words.ts). */
export function markedWordsOf(locale: Locale, operatorWords: OperatorWords = {}): Words {
  const own = operatorWords[locale]
  return dictionaryOf(locale) ?? (own ? completeWords(own).marked : english)
}

/** A language by its own name: of its dictionary, else as Unicode CLDR has it, else its code. */
export const languageName = (locale: Locale, operatorWords: OperatorWords = {}): string =>
  dictionaryOf(locale)?.language ??
  operatorWords[locale]?.language ??
  new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' }).of(locale) ??
  locale
