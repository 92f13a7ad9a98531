import { widthOf } from './terminal-width.ts'

/**
 * A text whose lines are broken between words where they are longer than `width` columns. What follows the mark of a list
 * stands below its first word. A word alone is never broken: an address stays one that can be followed.
 */
export const wrapText = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => (widthOf(line) <= width ? line : wrapLine(line, width)))
    .join('\n')

function wrapLine(line: string, width: number): string {
  const [head = ''] = /^\s*(?:(?:[-*•]|\d{1,3}\.) )?/.exec(line)!
  const indent = ' '.repeat(head.length)
  const lines: string[] = []
  let current = head
  let isEmpty = true
  // Only the space of the keyboard: those that must not break stay with their words.
  for (const word of line.slice(head.length).split(' ')) {
    if (!isEmpty && widthOf(current) + 1 + widthOf(word) > width) {
      lines.push(current)
      current = indent
      isEmpty = true
    }
    current += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, current].map((one) => one.trimEnd()).join('\n')
}
