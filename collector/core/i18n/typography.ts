import type { Words } from './words.ts'

/** No-break spaces: a word's width, and the narrow one. */
const space = '\u00a0'
const narrowSpace = '\u202f'

/** A number and the unit behind it, in every language that sets them apart. */
const unitAfterNumber = /(?<=[\d}])[ \u00a0\u202f](?=(?:%|ms|min|s|h|j|d|Std\.|Sek\.)(?![\p{L}\d’]))/gu

/**
 * The spaces that a language's typography asks for and that must not break, by language. Sources: the Lexique des règles
 * typographiques of the Imprimerie nationale for French; DIN 5008 for German; the Ortografía of the RAE for Spanish, which
 * set figures and units apart and put nothing before other signs.
 */
const rules: Readonly<Record<string, readonly (readonly [pattern: RegExp, written: string])[]>> = {
  de: [
    [unitAfterNumber, space],
    [/\b(z|d|u|i)\. (?=[BhaA]\.)/g, `$1.${space}`],
  ],
  en: [[unitAfterNumber, space]],
  es: [[unitAfterNumber, space]],
  fr: [
    [/[ \u00a0\u202f]+(?=[:»])/g, space],
    [/(?<=«)[ \u00a0\u202f]*/g, space],
    [/[ \u00a0\u202f]+(?=[;?!])/g, narrowSpace],
    [unitAfterNumber, space],
    [/'/g, '’'],
  ],
}

/** A sentence of Vigie's own as a language sets it; values that are filled in later are left as their authors wrote them. */
export const typesetSentence = (language: string, sentence: string): string =>
  (rules[language] ?? []).reduce((text, [pattern, written]) => text.replace(pattern, written), sentence)

function typesetPart(language: string, part: object): object {
  return Object.fromEntries(
    Object.entries(part).map(([key, value]: [string, string | object]) => [
      key,
      typeof value === 'string' ? typesetSentence(language, value) : typesetPart(language, value),
    ]),
  )
}

/** A dictionary of Vigie's own with the typography of its language, so that no sentence has to carry it by hand. */
export const typeset = (language: string, words: Words): Words => typesetPart(language, words) as Words
