import type { Report, TeamReport } from './report-document.ts'
import { type Outline, type RevisionInfo, outlineOf } from './outline.ts'
import type { OutlineSection } from './sections/section.ts'
import type { OperatorWords } from '../i18n/words.ts'
import { wrapText } from '../text/wrap-text.ts'
import type { Locale } from '../text/localized-text.ts'

/** Columns of a terminal, and of a letter. */
const lineWidth = 80
/** The widest a name may be beside figures, and the narrowest it is cut to. */
const maxNameWidth = 30
const minNameWidth = 14

/** A report as plain text of at most 80 columns; lines end in `\n`. */
export const reportText = (
  report: Report | TeamReport,
  locale: Locale,
  revisionInfo: RevisionInfo = null,
  operatorWords: OperatorWords = {},
): string => formatOutline(outlineOf(report, locale, revisionInfo, operatorWords))

/** An outline as text, of at most `width` columns. */
export const formatOutline = ({ title, lines, prose, sections }: Outline, width = lineWidth): string =>
  [
    ...[title, ...lines].filter((line) => line !== '').flatMap((line) => wrapLine(line, width)),
    ...(prose === '' ? [] : ['', wrapText(prose, width)]),
    ...sections.flatMap((section) => ['', section.heading, ...formatTable(section, width)]),
    '',
  ].join('\n')

/**
 * A table, nothing of it cut: a name that is too long stands on lines of its own, and so do all names where the columns
 * beside them would not fit.
 */
function formatTable({ columns, rows }: OutlineSection, width: number): string[] {
  const all = columns ? [columns, ...rows] : rows
  const last = (all[0]?.length ?? 1) - 1
  const widest = (column: number): number => Math.max(...all.map((row) => lengthOf(row[column]!)))
  const others = Array.from({ length: last }, (_, i) => widest(i + 1))
  const room = width - 2 - sumOf(others)
  const nameWidth = Math.min(widest(0), columns ? maxNameWidth : width, Math.max(room, 0))
  if (nameWidth < Math.min(widest(0), minNameWidth)) return all.flatMap((row) => stackedRow(row, width))
  return all.flatMap(([name = '', ...cells]) => {
    const beside = cells.map((cell, i) => pad(cell, others[i]!)).join('  ')
    const line = (first: string): string => `  ${pad(first, nameWidth)}  ${beside}`.trimEnd()
    return lengthOf(name) <= nameWidth ? [line(name)] : [...wrapLine(`  ${name}`, width), line('')]
  })
}

/** What does not fit stands below what it belongs to. */
function stackedRow([name = '', ...cells]: readonly string[], width: number): string[] {
  const line = `  ${[name, ...cells].join('  ')}`
  return lengthOf(line) <= width
    ? [line]
    : [
        ...wrapLine(`  ${name}`, width),
        ...wrapLine(`      ${cells.map((one) => one.trim()).join(' · ')}`, width),
      ]
}

const sumOf = (widths: readonly number[]): number => widths.reduce((sum, one) => sum + one + 2, 0)
const lengthOf = (text: string): number => [...text].length
const pad = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - lengthOf(text)))
const truncate = (text: string, to: number): string =>
  lengthOf(text) <= to ? text : `${[...text].slice(0, Math.max(0, to - 1)).join('')}…`

/** A line broken between words where it is too long; what follows is indented as the first. */
function wrapLine(line: string, width: number): string[] {
  const indent = /^ */.exec(line)![0]
  const lines: string[] = []
  let current = ''
  for (const word of line.trim().split(' ')) {
    if (current !== '' && lengthOf(indent) + lengthOf(current) + 1 + lengthOf(word) > width) {
      lines.push(indent + current)
      current = word
    } else current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, truncate(indent + current, width)]
}
