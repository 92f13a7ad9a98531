import { expect, test } from 'vitest'
import { csv, csvLine } from '../../../collector/core/text/csv.ts'

/** The cells of a table as a spreadsheet opens it that takes another sign to be what separates them, or ends lines early. */
const cellsAt = (separator: RegExp, table: string): readonly string[] =>
  table.split(separator).map((cell) => cell.replace(/^"/, ''))

test('no cell of a table is a formula, whichever separator a spreadsheet expects', () => {
  const starts = ['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '\t=1', '\r=1']
  const words = ['Name', 'A "name"', 'x;', 'x\t', 'x\r\n', 'x\n', 'x;;', '";']
  const table = csv(
    'a,b',
    words.flatMap((word) => starts.map((start) => csvLine([start, word + start]))),
  )
  for (const separator of [/[;\r\n]/, /[\t\r\n]/, /[;\t\r\n]+/])
    expect(cellsAt(separator, table).filter((cell) => /^[=+\-@＝＋－＠]/.test(cell))).toEqual([])
})

test('a field is quoted where RFC 4180 or another locale’s separator asks for it, and figures stay figures', () => {
  expect(csvLine(['a,b', 'a;b', 'a"b', 'a\tb', 'a\nb', 'plain', -5, 0.5, true, null])).toBe(
    '"a,b","a;b","a""b","a\tb","a\nb",plain,-5,0.5,true,',
  )
  expect(csvLine(['=1', 'Paris; -5 °C', 'a;=1'])).toBe(`'=1,"Paris; -5 °C","a;'=1"`)
})
