import { en } from './en/index.ts'
import { typeset } from './typography.ts'
import type { OperatorDictionary, Plural, Words } from './words.ts'

/**
 * Characters around words that are English in a page of another language; noncharacters of Unicode, which no text has. The
 * renderer turns them into elements with their `lang` and `dir`, or takes them out.
 */
export const fallbackStart = '\uFDD0'
export const fallbackEnd = '\uFDD1'

/** The English dictionary, which stands in where another says nothing. */
export const english: Words = typeset('en', en)

/** Parts of dictionaries that are English, whatever language they stand in. */
const englishParts = new WeakSet<object>()

/** Must this part of a dictionary be read by the rules of English? */
export const isEnglish = (part: object): boolean => englishParts.has(part)

const isPlural = (part: object): part is Plural => typeof (part as { other?: unknown }).other === 'string'

function registerEnglish(part: object): void {
  englishParts.add(part)
  for (const inner of Object.values(part) as unknown[])
    if (typeof inner === 'object' && inner !== null) registerEnglish(inner)
}
registerEnglish(english)

/** A sentence with marks around what it says itself; values that are filled in later stay outside of them. */
const markSentence = (sentence: string): string =>
  sentence
    .split(/(\{\w+\})/)
    .map((piece, i) =>
      i % 2 === 0 && /\p{L}/u.test(piece) ? `${fallbackStart}${piece}${fallbackEnd}` : piece,
    )
    .join('')

/** A part of the English dictionary with every sentence marked. */
function markPart(part: object): object {
  const marked = Object.fromEntries(
    Object.entries(part).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string' ? markSentence(value) : markPart(value as object),
    ]),
  )
  englishParts.add(marked)
  return marked
}

/** Whether a part has every sentence of the English one; forms of a counting sentence are its own affair. */
const isWhole = (whole: object, own: object): boolean =>
  Object.entries(whole).every(([key, value]: [string, unknown]) => {
    const mine = (own as Record<string, unknown>)[key]
    if (typeof value === 'string' || isPlural(value as object)) return mine !== undefined
    return typeof mine === 'object' && mine !== null && isWhole(value as object, mine)
  })

function completePart(whole: object, own: object, fallback: (value: string | object) => unknown): object {
  return Object.fromEntries(
    Object.entries(whole).map(([key, value]: [string, string | object]) => {
      const mine = (own as Record<string, unknown>)[key]
      if (typeof value === 'string') return [key, typeof mine === 'string' ? mine : fallback(value)]
      if (typeof mine !== 'object' || mine === null) return [key, fallback(value)]
      if (isPlural(value)) return [key, mine]
      // Sentences of recurrence rules are put together from one another: they are of one language, or make no sense.
      if (key === 'rule' && !isWhole(value, mine)) return [key, fallback(value)]
      return [key, completePart(value, mine, fallback)]
    }),
  )
}

type Completed = { readonly plain: Words; readonly marked: Words }
const completed = new WeakMap<OperatorDictionary, Completed>()

/** An operator's dictionary with English where it says nothing: as it is, and with marks around what is English. */
export function completeWords(own: OperatorDictionary): Completed {
  let cached = completed.get(own)
  if (!cached) {
    cached = {
      plain: completePart(english, own, (value) => value) as Words,
      marked: completePart(english, own, (value) =>
        typeof value === 'string' ? markSentence(value) : markPart(value),
      ) as Words,
    }
    completed.set(own, cached)
  }
  return cached
}
