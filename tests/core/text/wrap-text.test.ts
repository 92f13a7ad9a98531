import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrapText } from '../../../collector/core/text/wrap-text.ts'

test('a long line is broken between words, and what fits stays as it is', () => {
  expect(wrapText('one two three four', 9)).toBe('one two\nthree\nfour')
  expect(wrapText('one  two', 9)).toBe('one  two')
  expect(wrapText('a\n\nb', 9)).toBe('a\n\nb')
})

test('an address is never broken', () => {
  const address = `https://status.example.com/${'a'.repeat(100)}`
  expect(wrapText(`See ${address} for more`, 20)).toBe(`See\n${address}\nfor more`)
})

test('an item of a list goes on below its first word', () => {
  expect(wrapText('- one two three', 9)).toBe('- one two\n  three')
  expect(wrapText('12. one two', 8)).toBe('12. one\n    two')
})

test('emoji and characters of full width take two columns, and what must not break does not', () => {
  expect(wrapText('🧀🧀 ab', 6)).toBe('🧀🧀\nab')
  expect(wrapText('日本 語', 6)).toBe('日本\n語')
  expect(wrapText('a b\u202fc', 3)).toBe('a\nb\u202fc')
})

test('nothing is lost but spaces, and no line with a place to break is too long', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 30 })), (words) => {
      const text = words.join(' ')
      const wrapped = wrapText(text, 40)
      expect(wrapped.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
    }),
  )
})
