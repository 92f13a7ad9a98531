import type { Report } from './report-document.ts'
import { type Outline, type Revised, type OutlineSection, outlineOf } from './outline.ts'
import type { Locale } from '../text/localized-text.ts'

/** Columns of a terminal, and of a letter. */
const width = 80
/** The widest a name may be beside figures, and the narrowest it is cut to. */
const widest = 30
const narrowest = 14

/** A report as plain text of at most 80 columns; lines end in `\n`. */
export const reportText = (report: Report, locale: Locale, revised: Revised = null): string =>
  textOf(outlineOf(report, locale, revised))

/** An outline as text. */
export const textOf = ({ title, lines, sections }: Outline): string =>
  [
    ...[title, ...lines].flatMap((line) => broken(line)),
    ...sections.flatMap((section) => ['', section.heading, ...table(section)]),
    '',
  ].join('\n')

function table({ head, rows, longest }: OutlineSection): string[] {
  const all = head ? [head, ...rows] : rows
  const last = (all[0]?.length ?? 1) - 1
  const widths = Array.from({ length: last }, (_, i) =>
    Math.min(i === 0 && head ? widest : width, Math.max(...all.map((row) => lengthOf(row[i]!)))),
  )
  const over = 2 + all.reduce((most, row) => Math.max(most, lengthOf(row[last]!)), 0) + sumOf(widths) - width
  if (head && longest !== 'last' && over > 0)
    widths[0] = Math.max(Math.min(narrowest, widths[0]!), widths[0]! - over)
  const taken = 2 + sumOf(widths)
  return all.flatMap((row) => {
    const cells = row.map((cell, i) => (i < last ? padded(cut(cell, widths[i]!), widths[i]!) : cell))
    const line = `  ${cells.join('  ')}`.trimEnd()
    if (lengthOf(line) <= width) return [line]
    // What does not fit stands below what it belongs to.
    const [first = '', ...more] = cells
    return taken + 8 > width || !head
      ? [...broken(`  ${first.trimEnd()}`), ...broken(`      ${more.map((one) => one.trim()).join('  ')}`)]
      : [`  ${[...cells.slice(0, -1), cut(cells.at(-1)!, width - taken)].join('  ')}`.trimEnd()]
  })
}

const sumOf = (widths: readonly number[]): number => widths.reduce((sum, one) => sum + one + 2, 0)
const lengthOf = (text: string): number => [...text].length
const padded = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - lengthOf(text)))
const cut = (text: string, to: number): string =>
  lengthOf(text) <= to ? text : `${[...text].slice(0, Math.max(0, to - 1)).join('')}…`

/** A line broken between words where it is too long; what follows is indented as the first. */
function broken(line: string): string[] {
  const indent = /^ */.exec(line)![0]
  const lines: string[] = []
  let so = ''
  for (const word of line.trim().split(' ')) {
    if (so !== '' && lengthOf(indent) + lengthOf(so) + 1 + lengthOf(word) > width) {
      lines.push(indent + so)
      so = word
    } else so = so === '' ? word : `${so} ${word}`
  }
  return [...lines, cut(indent + so, width)]
}
