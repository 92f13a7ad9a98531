import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { didYouMean, describeSystemError, listSome } from '../../../collector/app/errors.ts'
import { createDelayedProgressBar, createProgressBar } from '../../../collector/app/terminal.ts'
import { formatTable, wrapText } from '../../../collector/cli/io/table.ts'

let output = ''
beforeEach(() => {
  output = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    output += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

test('a progress bar is redrawn in place, never goes back, and ends its line', () => {
  const show = createProgressBar({ interactive: true }, 'importing')
  for (const done of [0, 0.5, 0.501, 0.4, 1, 1]) show(done)
  expect(output.match(/\d+ %/g)).toEqual(['0 %', '50 %', '100 %'])
  expect(output.endsWith('100 %\n')).toBe(true)
  expect(output.split('\n')).toHaveLength(2)
})

test('where nobody looks nothing is drawn', () => {
  const show = createProgressBar({ interactive: false }, 'importing')
  for (const done of [0, 0.5, 1]) show(done)
  expect(output).toBe('')
})

test('short work shows no bar, long work does', () => {
  const short = createDelayedProgressBar({ interactive: true }, 'publishing', 10_000)
  for (const done of [0, 0.5, 1]) short(done)
  expect(output).toBe('')
  const long = createDelayedProgressBar({ interactive: true }, 'publishing', -1)
  for (const done of [0.5, 1]) long(done)
  expect(output).toMatch(/50 %\r.*100 %\n$/)
})

test('a table pads its columns, numbers from the right', () => {
  const rows = [
    ['NAME', 'MS'],
    ['a', '1.5'],
    ['longer', '12.0'],
  ]
  expect(formatTable(rows, new Set([1]))).toEqual(['NAME      MS', 'a        1.5', 'longer  12.0'])
})

test('long lines break between words', () => {
  expect(wrapText('one two  three', 7)).toEqual(['one two', 'three'])
  expect(wrapText('incomprehensible it is', 5)).toEqual(['incomprehensible', 'it is'])
  expect(wrapText('', 5)).toEqual([])
})

test('a refusal suggests what was meant, and names a few of many', () => {
  expect(didYouMean('webiste', ['website', 'api'])).toBe(' Did you mean "website"?')
  expect(didYouMean('nothing', ['website', 'api'])).toBe('')
  expect(listSome([])).toBe('none')
  expect(listSome(Array.from({ length: 40 }, (_, i) => `c${i}`))).toMatch(/, c11 and 28 more$/)
})

test('what the system refuses is reported in words; our own errors keep theirs', () => {
  const error = Object.assign(new Error('ENOTDIR: x'), { code: 'ENOTDIR', path: '/a/b' })
  expect(describeSystemError(error)).toBe('/a/b: a part of the path is a file, not a folder')
  expect(describeSystemError(new Error('mine'))).toBeNull()
})
