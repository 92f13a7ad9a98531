const segments = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** What takes two columns of a terminal: emoji, and the scripts of East Asia in full width (Unicode Standard Annex 11). */
const wide =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u

/** Columns that a text takes on a terminal. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const { segment } of segments.segment(text)) columns += wide.test(segment) ? 2 : 1
  return columns
}

/**
 * A text whose lines are broken between words where they are longer than `width` columns. What follows the mark of a list
 * stands below its first word. A word alone is never broken: an address stays one that can be followed.
 */
export const wrapText = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => (columnsOf(line) <= width ? line : wrapLine(line, width)))
    .join('\n')

function wrapLine(line: string, width: number): string {
  const [head = ''] = /^\s*(?:(?:[-*•]|\d{1,3}\.) )?/.exec(line)!
  const indent = ' '.repeat(head.length)
  const lines: string[] = []
  let current = head
  let isEmpty = true
  // Only the space of the keyboard: those that must not break stay with their words.
  for (const word of line.slice(head.length).split(' ')) {
    if (!isEmpty && columnsOf(current) + 1 + columnsOf(word) > width) {
      lines.push(current)
      current = indent
      isEmpty = true
    }
    current += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, current].map((one) => one.trimEnd()).join('\n')
}
