import { fallbackEnd, fallbackStart } from './complete-words.ts'

const marks = new RegExp(`[${fallbackStart}${fallbackEnd}]`, 'g')
const marked = `${fallbackStart}([^<${fallbackStart}${fallbackEnd}]*)${fallbackEnd}`
/** What holds no elements of a language, comments, tags with their attributes, and marked words between tags. */
const tokens = new RegExp(
  `<(script|style|title|textarea|svg)\\b[^]*?</\\1>|<!--[^]*?-->|<[a-zA-Z/!](?:"[^"]*"|'[^']*'|[^"'>])*>|${marked}`,
  'g',
)

/** Text without the marks around what fell back to English. */
const withoutMarks = (text: string): string => text.replace(marks, '')

/** A page in which words that fell back to English say so: `<span lang="en" dir="ltr">`; elsewhere marks are taken out. */
export const markFallbacks = (html: string): string =>
  withoutMarks(
    html.replace(tokens, (whole, _element: string | undefined, words: string | undefined) =>
      words === undefined ? withoutMarks(whole) : `<span lang="en" dir="ltr">${words}</span>`,
    ),
  )
