import { expect, test } from 'vitest'
import { parseWhen } from '../../collector/core/when.ts'

const now = Date.UTC(2026, 10, 22, 15)
const when = (text: string) => {
  const at = parseWhen(text, now, 'Europe/Paris')
  return at === null ? null : new Date(at).toISOString()
}

test('a time with an offset means that very instant', () => {
  expect(when('2026-11-01T00:00:00Z')).toBe('2026-11-01T00:00:00.000Z')
  expect(when('2026-11-01T02:00:00+02:00')).toBe('2026-11-01T00:00:00.000Z')
  expect(when('2026-11-01 02:00 +02:00')).toBe('2026-11-01T00:00:00.000Z')
})

test('a time without one is read in the page’s zone', () => {
  expect(when('2026-11-01')).toBe('2026-10-31T23:00:00.000Z')
  expect(when('2026-07-01 12:00')).toBe('2026-07-01T10:00:00.000Z')
})

test('relative times count from now', () => {
  expect(when('+2h')).toBe('2026-11-22T17:00:00.000Z')
  expect(when('-30m')).toBe('2026-11-22T14:30:00.000Z')
  expect(when('tomorrow 04:00')).toBe('2026-11-23T03:00:00.000Z')
  expect(when('today')).toBe('2026-11-21T23:00:00.000Z')
  expect(when('now')).toBe('2026-11-22T15:00:00.000Z')
})

test('what is no time is none', () => {
  for (const text of ['', 'soon', '2026-13-01', '2026-11-31', '25:00', '+2', 'tomorrow 25:00', '1234'])
    expect(when(text)).toBeNull()
})
