import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDuration, parseDuration } from '../../../collector/core/time/duration.ts'

test('durations are read as the configuration writes them', () => {
  expect(['500ms', '30s', '5m', '4h', '1d', '2w', '0s'].map(parseDuration)).toEqual([
    500, 30_000, 300_000, 14_400_000, 86_400_000, 1_209_600_000, 0,
  ])
})

test('what has no unit, or another, is no duration', () => {
  for (const text of ['30', '', 's', '1.5h', '-5m', '5 m', '1h30m', '5y', '5M', 'PT5M', `${'9'.repeat(20)}d`])
    expect(parseDuration(text), text).toBe(null)
})

test('durations are written for logs without a unit that is not needed', () => {
  expect([0, 500, 90_000, 3_600_000, 90_061_001, -30_000].map(formatDuration)).toEqual([
    '0s',
    '500ms',
    '1m30s',
    '1h',
    '1d1h1m1s1ms',
    '-30s',
  ])
})

test('the parts of what is written add up to what it was', () => {
  fc.assert(
    fc.property(fc.nat(), (ms) => {
      const parts = formatDuration(ms).match(/\d+[a-z]+/g) ?? []
      expect(parts.reduce((sum, part) => sum + parseDuration(part)!, 0)).toBe(ms)
    }),
  )
})
