import { expect, test } from 'vitest'
import {
  truncate,
  formatColumns,
  padToWidth,
  plainLine,
  plainText,
} from '../../../collector/cli/io/plain-text.ts'
import { widthOf } from '../../../collector/core/text/terminal-width.ts'

test('nothing that moves the cursor, rings, colours or turns words around reaches a terminal', () => {
  expect(plainLine('a\u001b[31mred\u001b[0m\u0007\u009b2Jb')).toBe('aredb')
  expect(plainLine('abc\u202Edef\u2066x\u2069\u200F')).toBe('abcdefx')
  expect(plainLine('two\r\nlines\u2028and\ta tab')).toBe('two lines and a tab')
  expect(plainText('two\r\nlines\u0000\rthree')).toBe('two\nlines\nthree')
  expect(plainText('half \uD83D')).toBe('half \uFFFD')
})

test('a title to the terminal cannot retitle the window', () => {
  expect(plainLine('x\u001b]0;owned\u0007y')).toBe('xy')
})

test('a line is cut between letters, with room for the …', () => {
  expect(truncate('short', 5)).toBe('short')
  expect(truncate('longer', 5)).toBe('long…')
  expect(truncate('日本語の題', 6)).toBe('日本…')
  expect(widthOf(truncate('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5))).toBe(5)
  expect(padToWidth('日', 4)).toBe('日  ')
})

test('a row of columns fits into 80', () => {
  const lines = formatColumns([
    ['ID', 'STATE', 'TITLE'],
    ['9paiukeb74sm', 'identified', '障害'.repeat(60)],
  ])
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80)
  expect(lines[1]).toMatch(/…$/)
})

test('one very long id is shown whole and does not push the other rows apart', () => {
  const long = 'x'.repeat(60)
  const [head, first, second] = [
    ...formatColumns([
      ['ID', 'TITLE'],
      ['abc', 'Slow API'],
      [long, 'Old'],
    ]),
  ]
  expect([head, first]).toEqual(['ID   TITLE', 'abc  Slow API'])
  expect(second).toBe(`${long}  Old`)
})
