import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  dayInterval,
  dayOf,
  daysEndingAt,
  hourFloor,
  monthInterval,
  monthOf,
} from '../../../collector/core/time/calendar.ts'
import { day, hour, minute } from '../../../collector/core/time/units.ts'

const zones = [
  'UTC',
  'Europe/Paris',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
]
const instant = fc.integer({
  min: Date.parse('2001-01-01T00:00:00Z'),
  max: Date.parse('2040-01-01T00:00:00Z'),
})

test('every instant lies inside the day and the month it falls on', () => {
  fc.assert(
    fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
      for (const span of [dayInterval(dayOf(at, zone), zone), monthInterval(monthOf(at, zone), zone)]) {
        expect(span.from).toBeLessThanOrEqual(at)
        expect(span.to).toBeGreaterThan(at)
      }
    }),
  )
})

test('consecutive days touch, whatever the clocks do', () => {
  fc.assert(
    fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
      const [first, second] = daysEndingAt(at, 2, zone).map((date) => dayInterval(date, zone))
      expect(first!.to).toBe(second!.from)
    }),
  )
})

test('midnight in Paris is not midnight in UTC', () => {
  const at = Date.parse('2026-07-01T22:30:00Z')
  expect(dayOf(at, 'Europe/Paris')).toBe('2026-07-02')
  expect(dayOf(at, 'UTC')).toBe('2026-07-01')
})

test('where clocks change at midnight the day begins when it first exists', () => {
  const date = '2018-11-04'
  const span = dayInterval(date, 'America/Sao_Paulo')
  expect(span.to - span.from).toBe(23 * hour)
  expect(dayOf(span.from, 'America/Sao_Paulo')).toBe(date)
  expect(dayOf(span.from - 1, 'America/Sao_Paulo')).toBe('2018-11-03')
})

test('half an hour of summer time makes days of 23.5 and 24.5 hours', () => {
  const lengths = ['2026-04-05', '2026-10-04'].map((date) => dayInterval(date, 'Australia/Lord_Howe'))
  expect(lengths.map(({ from, to }) => to - from)).toEqual([24 * hour + 30 * minute, 23 * hour + 30 * minute])
})

test('a day that a zone skipped is empty', () => {
  const skipped = dayInterval('2011-12-30', 'Pacific/Apia')
  expect(skipped.to - skipped.from).toBe(0)
})

const hours = (month: string, zone: string): number => {
  const { from, to } = monthInterval(month, zone)
  return (to - from) / hour
}

test('months are as long as their days, leap years and clock changes included', () => {
  expect(hours('2028-02', 'UTC')).toBe(29 * 24)
  expect(hours('2026-02', 'UTC')).toBe(28 * 24)
  expect(hours('2026-10', 'Europe/Paris')).toBe(31 * 24 + 1)
  expect(hours('2026-03', 'Europe/Paris')).toBe(31 * 24 - 1)
})

test('the last days are told oldest first, today last, across a change of year', () => {
  expect(daysEndingAt(Date.parse('2027-01-01T12:00:00Z'), 3, 'UTC')).toEqual([
    '2026-12-30',
    '2026-12-31',
    '2027-01-01',
  ])
})

test('an hour begins on the hour, before 1970 too', () => {
  expect(hourFloor(Date.parse('2026-11-01T10:59:59.999Z'))).toBe(Date.parse('2026-11-01T10:00:00Z'))
  expect(hourFloor(-1)).toBe(-hour)
})

test('a zone or a date that does not exist is refused', () => {
  expect(() => dayOf(0, 'Europe/Atlantis')).toThrow(RangeError)
  expect(() => dayInterval('2026-02-30', 'UTC')).toThrow(RangeError)
  expect(() => monthInterval('2026-13', 'UTC')).toThrow(RangeError)
})

test('the days of a hundred components are as long together as their zone has them', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  let sum = 0
  for (const date of daysEndingAt(now, 90, 'Europe/Paris'))
    for (let component = 0; component < 100; component++) {
      const { from, to } = dayInterval(date, 'Europe/Paris')
      sum += to - from
    }
  expect(sum).toBe(100 * (90 * day + hour))
})
