import { stripVTControlCharacters } from 'node:util'
import { widthOf, graphemeWidth } from '../../core/text/terminal-width.ts'
import { graphemesOf } from '../../core/text/graphemes.ts'

// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const controlCharacters = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g
// Marks that turn the direction of what follows them around, on a terminal as on a page.
const directionMarks = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** Words of anybody as a terminal may be given them, on several lines: no control characters, no escape sequences, no marks that turn directions around. */
export const plainText = (text: string): string =>
  stripVTControlCharacters(text.toWellFormed().replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n'))
    .replaceAll(controlCharacters, '')
    .replaceAll(directionMarks, '')

/** As `plainText`, on one line. */
export const plainLine = (text: string): string => plainText(text).replaceAll(/\s+/g, ' ').trim()

/** The line, cut with … where it is wider than `width` columns; never within a letter or an emoji. */
export function truncate(line: string, width: number): string {
  let result = ''
  let usedColumns = 0
  let shortened: string | null = null
  for (const grapheme of graphemesOf(line)) {
    const columns = graphemeWidth(grapheme)
    if (shortened === null && usedColumns + columns > width - 1) shortened = result
    if (usedColumns + columns > width) return `${shortened}…`
    result += grapheme
    usedColumns += columns
  }
  return result
}

/** The line with spaces after it up to `width` columns. */
export const padToWidth = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** A column is as wide as its widest cell up to this; a wider one, such as an imported id, is shown whole out of line. */
const maxColumnWidth = 40

/** Rows of cells in columns with two spaces between; the last column gets what is left of `width`, at least `least`. */
export function formatColumns(rows: readonly (readonly string[])[], width = 80, minimum = 20): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length)) - 1
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(0, ...rows.map((row) => widthOf(row[i] ?? '')).filter((columns) => columns <= maxColumnWidth)),
  )
  const lastWidth = Math.max(minimum, width - widths.reduce((sum, columnWidth) => sum + columnWidth + 2, 0))
  return rows.map((row) =>
    [
      ...widths.map((columnWidth, i) => padToWidth(row[i] ?? '', columnWidth)),
      truncate(row[count] ?? '', lastWidth),
    ]
      .join('  ')
      .trimEnd(),
  )
}
