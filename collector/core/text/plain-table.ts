import { widthOf } from './terminal-width.ts'

/** A cell in words on one line, and whether its column is flush right. */
export type PlainCell = { readonly text: string; readonly isRight: boolean }

/** Wider than this, columns of a terminal, a table is told row by row: it still fits where a mail is broken. */
const widest = 72

/**
 * A table as lines of text: columns side by side below their heads, or, where that would be wider than a mail, a list with an
 * item for each row, each cell behind its head.
 *
 * @param rows the first has the heads; all are as long as it
 */
export function plainTable(rows: readonly (readonly PlainCell[])[]): string {
  const [heads = [], ...body] = rows
  const widths = heads.map((_, column) => Math.max(3, ...rows.map((row) => widthOf(row[column]?.text ?? ''))))
  if (widths.reduce((sum, width) => sum + width + 2, -2) > widest) return listOf(heads, body)
  const line = (row: readonly PlainCell[]): string =>
    row
      .map((cell, column) => pad(cell, widths[column]!))
      .join('  ')
      .trimEnd()
  return [line(heads), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n')
}

const listOf = (heads: readonly PlainCell[], body: readonly (readonly PlainCell[])[]): string =>
  body
    .map((row) => {
      const cells = row.flatMap(({ text }, column) => {
        const head = heads[column]?.text ?? ''
        return text === '' ? [] : [head === '' ? text : `${head}: ${text}`]
      })
      return `- ${cells.join('\n  ')}`
    })
    .join('\n')

function pad({ text, isRight }: PlainCell, width: number): string {
  const room = ' '.repeat(Math.max(0, width - widthOf(text)))
  return isRight ? room + text : text + room
}
