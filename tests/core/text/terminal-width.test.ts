import { expect, test } from 'vitest'
import { widthOf } from '../../../collector/core/text/terminal-width.ts'

test('East Asian letters and emoji take two columns, marks on a letter none', () => {
  expect(widthOf('日本語')).toBe(6)
  expect(widthOf('한국')).toBe(4)
  expect(widthOf('👩‍👩‍👧')).toBe(2)
  expect(widthOf('🇫🇷')).toBe(2)
  expect(widthOf('é')).toBe(1)
  expect(widthOf('e\u0301')).toBe(1)
  expect(widthOf('…–“’')).toBe(4)
  expect(widthOf('©')).toBe(1)
  expect(widthOf('⌚')).toBe(2)
  expect(widthOf('ก็')).toBe(1)
  expect(widthOf('')).toBe(0)
})
