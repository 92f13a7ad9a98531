import { expect, test } from 'vitest'
import { previousMonth, monthsOverlapping, nextMonth, windowAt } from '../../../collector/core/time/period.ts'

const at = (text: string): number => Date.parse(text)
const hours = ({ from, to }: { from: number; to: number }): number => (to - from) / 3_600_000
const zone = 'Europe/Paris'

test('a day, a month and a year of a zone have the hours its clocks have', () => {
  expect(hours(windowAt('day', at('2026-10-25T12:00Z'), zone))).toBe(25)
  expect(hours(windowAt('day', at('2026-03-29T12:00Z'), zone))).toBe(23)
  expect(hours(windowAt('month', at('2026-10-25T12:00Z'), zone))).toBe(31 * 24 + 1)
  expect(hours(windowAt('month', at('2028-02-29T12:00Z'), zone))).toBe(29 * 24)
  expect(hours(windowAt('year', at('2028-07-01T12:00Z'), zone))).toBe(366 * 24)
})

test('weeks begin on Monday, quarters in January, April, July and October', () => {
  const week = windowAt('week', at('2026-11-22T12:00Z'), zone)
  expect(new Date(week.from).toISOString()).toBe('2026-11-15T23:00:00.000Z')
  expect(windowAt('week', at('2026-11-16T00:00+01:00'), zone).from).toBe(week.from)
  const quarter = windowAt('quarter', at('2026-11-22T12:00Z'), zone)
  expect(new Date(quarter.from).toISOString()).toBe('2026-09-30T22:00:00.000Z')
  expect(new Date(quarter.to).toISOString()).toBe('2026-12-31T23:00:00.000Z')
})

test('a rolling span ends now, whatever the clocks do', () => {
  const now = at('2026-10-25T12:00Z')
  expect(windowAt(30 * 86_400_000, now, zone)).toEqual({ from: now - 30 * 86_400_000, to: now })
})

test('the months a span touches are those of its zone', () => {
  const span = { from: at('2026-10-31T23:30Z'), to: at('2026-12-31T23:00Z') }
  expect(monthsOverlapping(span, zone)).toEqual(['2026-11', '2026-12'])
  expect(monthsOverlapping(span, 'UTC')).toEqual(['2026-10', '2026-11', '2026-12'])
  expect(monthsOverlapping({ from: 5, to: 5 }, zone)).toEqual([])
  expect([nextMonth('2026-12'), previousMonth('2027-01')]).toEqual(['2027-01', '2026-12'])
})
