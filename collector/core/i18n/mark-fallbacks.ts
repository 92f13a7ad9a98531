import { fallbackEnd, fallbackStart, sentenceEnd, sentenceStart } from './complete-words.ts'

const marks = new RegExp(`[${fallbackStart}${fallbackEnd}${sentenceStart}${sentenceEnd}]`, 'g')
const marked = `${fallbackStart}([^<${fallbackStart}${fallbackEnd}]*)${fallbackEnd}`
/** What holds no elements of a language, comments, tags with their attributes, and marked words between tags. */
const tokens = new RegExp(
  `<(script|style|title|textarea|svg)\\b[^]*?</\\1>|<!--[^]*?-->|<[a-zA-Z/!](?:"[^"]*"|'[^']*'|[^"'>])*>|${marked}`,
  'g',
)
/** A marked sentence that holds no other. */
const sentences = new RegExp(`${sentenceStart}([^${sentenceStart}${sentenceEnd}]*)${sentenceEnd}`, 'g')
const fallbackMarks = new RegExp(`[${fallbackStart}${fallbackEnd}]`, 'g')

/** Text without the marks around what fell back to English. */
const withoutMarks = (text: string): string => text.replace(marks, '')

/** Whether a text holds whole elements only, and of those that stand within a line. */
function isInline(html: string): boolean {
  const open: string[] = []
  for (const [, slash, name = ''] of html.matchAll(
    /<(\/?)([a-z][a-z0-9]*)\b(?:"[^"]*"|'[^']*'|[^"'>])*>/gi,
  )) {
    if (/^(?:br|wbr|img)$/i.test(name)) continue
    if (!/^(?:a|abbr|b|bdi|code|em|i|small|span|strong|time)$/i.test(name)) return false
    if (slash === '') open.push(name)
    else if (open.pop() !== name) return false
  }
  return open.length === 0
}

const rightToLeft =
  /[\p{Script=Arab}\p{Script=Hebr}\p{Script=Syrc}\p{Script=Thaa}\p{Script=Nkoo}\p{Script=Adlm}]/u

/**
 * The values of a sentence that are written from right to left as elements of their own: beside isolated English words, two
 * of them would else be one run that goes from right to left, with the English between them.
 */
const isolateValues = (words: string): string =>
  words
    .split(/(<span lang="en" dir="ltr">[^<]*<\/span>)/)
    .map((piece, i) =>
      i % 2 === 0 && rightToLeft.test(piece) && isInline(piece) ? `<bdi>${piece}</bdi>` : piece,
    )
    .join('')

/** Sentences of English words and values of another language as elements of their own, the innermost first. */
function markSentences(html: string): string {
  let [before, after] = ['', html]
  while (before !== after) {
    before = after
    after = before.replace(sentences, (_, words: string) =>
      isInline(words) ? `<span dir="ltr">${isolateValues(words)}</span>` : words,
    )
  }
  return after
}

/**
 * A page in which words that fell back to English say so: `<span lang="en" dir="ltr">`; elsewhere marks are taken out. From
 * right to left, a sentence of such words and of values is laid out as one, from left to right.
 *
 * @param direction of the page; that of its \`html\` element where it is left out
 */
export function markFallbacks(
  html: string,
  direction: 'ltr' | 'rtl' = /<html[^>]* dir="rtl"/.test(html) ? 'rtl' : 'ltr',
): string {
  const words = html.replace(tokens, (whole, _element: string | undefined, english: string | undefined) =>
    english === undefined ? withoutMarks(whole) : `<span lang="en" dir="ltr">${english}</span>`,
  )
  return withoutMarks(direction === 'rtl' ? markSentences(words.replace(fallbackMarks, '')) : words)
}
