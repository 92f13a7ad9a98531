import { graphemesOf, isPrintableAscii } from './graphemes.ts'

const zeroWidthGrapheme = /^[\p{Mn}\p{Me}\p{Cf}]+$/u

// Made when a text first needs it: what is an emoji is a long list.
let wideGrapheme: RegExp | undefined

/** Letters of East Asia in full width (UAX #11), and everything shown as an emoji. */
const isWide = (grapheme: string): boolean =>
  (wideGrapheme ??=
    /^(?:\p{RGI_Emoji}|\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}])/v).test(
    grapheme,
  )

/** Columns that one character as readers see it takes on a terminal: 0, 1 or 2. */
export function graphemeWidth(grapheme: string): number {
  if (zeroWidthGrapheme.test(grapheme)) return 0
  // No letter alone before those of Korea is wide.
  return (grapheme.length > 1 || grapheme >= '\u1100') && isWide(grapheme) ? 2 : 1
}

/** Columns that a line takes on a terminal. */
export function widthOf(line: string): number {
  if (isPrintableAscii(line)) return line.length
  let width = 0
  for (const grapheme of graphemesOf(line)) width += graphemeWidth(grapheme)
  return width
}
