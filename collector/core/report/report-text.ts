import type { Report } from './report-document.ts'
import { type Outline, type RevisionInfo, type OutlineSection, outlineOf } from './outline.ts'
import type { OperatorWords } from '../i18n/words.ts'
import type { Locale } from '../text/localized-text.ts'

/** Columns of a terminal, and of a letter. */
const lineWidth = 80
/** The widest a name may be beside figures, and the narrowest it is cut to. */
const maxNameWidth = 30
const minNameWidth = 14

/** A report as plain text of at most 80 columns; lines end in `\n`. */
export const reportText = (
  report: Report,
  locale: Locale,
  revisionInfo: RevisionInfo = null,
  operatorWords: OperatorWords = {},
): string => formatOutline(outlineOf(report, locale, revisionInfo, operatorWords))

/** An outline as text. */
export const formatOutline = ({ title, lines, sections }: Outline): string =>
  [
    ...[title, ...lines].flatMap((line) => wrapLine(line)),
    ...sections.flatMap((section) => ['', section.heading, ...formatTable(section)]),
    '',
  ].join('\n')

function formatTable({ columns, rows, longest }: OutlineSection): string[] {
  const all = columns ? [columns, ...rows] : rows
  const last = (all[0]?.length ?? 1) - 1
  const widths = Array.from({ length: last }, (_, i) =>
    Math.min(i === 0 && columns ? maxNameWidth : lineWidth, Math.max(...all.map((row) => lengthOf(row[i]!)))),
  )
  const overflow =
    2 + all.reduce((most, row) => Math.max(most, lengthOf(row[last]!)), 0) + sumOf(widths) - lineWidth
  if (columns && longest !== 'last' && overflow > 0)
    widths[0] = Math.max(Math.min(minNameWidth, widths[0]!), widths[0]! - overflow)
  const usedWidth = 2 + sumOf(widths)
  return all.flatMap((row) => {
    const cells = row.map((cell, i) => (i < last ? pad(truncate(cell, widths[i]!), widths[i]!) : cell))
    const line = `  ${cells.join('  ')}`.trimEnd()
    if (lengthOf(line) <= lineWidth) return [line]
    // What does not fit stands below what it belongs to.
    const [first = '', ...more] = cells
    return usedWidth + 8 > lineWidth || !columns
      ? [
          ...wrapLine(`  ${first.trimEnd()}`),
          ...wrapLine(`      ${more.map((one) => one.trim()).join('  ')}`),
        ]
      : [`  ${[...cells.slice(0, -1), truncate(cells.at(-1)!, lineWidth - usedWidth)].join('  ')}`.trimEnd()]
  })
}

const sumOf = (widths: readonly number[]): number => widths.reduce((sum, one) => sum + one + 2, 0)
const lengthOf = (text: string): number => [...text].length
const pad = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - lengthOf(text)))
const truncate = (text: string, to: number): string =>
  lengthOf(text) <= to ? text : `${[...text].slice(0, Math.max(0, to - 1)).join('')}…`

/** A line broken between words where it is too long; what follows is indented as the first. */
function wrapLine(line: string): string[] {
  const indent = /^ */.exec(line)![0]
  const lines: string[] = []
  let current = ''
  for (const word of line.trim().split(' ')) {
    if (current !== '' && lengthOf(indent) + lengthOf(current) + 1 + lengthOf(word) > lineWidth) {
      lines.push(indent + current)
      current = word
    } else current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, truncate(indent + current, lineWidth)]
}
