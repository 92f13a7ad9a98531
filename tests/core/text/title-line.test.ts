import { expect, test } from 'vitest'
import { titleLine } from '../../../collector/core/text/title-line.ts'

test('a title is one line, without what turns the text or is not seen', () => {
  expect(titleLine('Down\r\nBcc: x@example.com\u202e\u0000 gpj\u2028', 80)).toBe(
    'Down Bcc: x@example.com gpj',
  )
})

test('what joins letters and emoji stays, and none of them is cut in two', () => {
  expect(titleLine('👩‍👩‍👧‍👦 می‌خواهم', 80)).toBe('👩‍👩‍👧‍👦 می‌خواهم')
  expect(titleLine('ab 👩‍👩‍👧‍👦 cd', 8)).toBe('ab…')
})

test('a title too long ends with an ellipsis', () => {
  expect(titleLine('a'.repeat(20), 10)).toBe(`${'a'.repeat(9)}…`)
})
