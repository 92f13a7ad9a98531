import { expect, test } from 'vitest'
import { parseTime, endOfSkippedTime } from '../../../collector/core/time/parse-time.ts'

const now = Date.UTC(2026, 10, 22, 15)
const when = (text: string) => {
  const at = parseTime(text, now, 'Europe/Paris')
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
  for (const text of [
    '2026-10-25T02:30[America/New_York]',
    '2026-10-25[u-ca=hebrew]',
    '2026-10-25T02:30Z[UTC]',
    '',
    'soon',
    '2026-13-01',
    '2026-11-31',
    '25:00',
    '+2',
    'tomorrow 25:00',
    '1234',
  ])
    expect(when(text)).toBeNull()
})

test('a time on the wall that the clocks skip is shown, with the first there is after it', () => {
  const first = (text: string, zone: string, today = now) => {
    const at = endOfSkippedTime(text, today, zone)
    return at === null
      ? null
      : Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime().toString()
  }
  expect(first('2027-03-28 02:30', 'Europe/Paris')).toBe('2027-03-28T03:00:00')
  expect(first('2027-03-28T02:00', 'Europe/Paris')).toBe('2027-03-28T03:00:00')
  expect(first('2027-03-14 02:59:59', 'America/New_York')).toBe('2027-03-14T03:00:00')
  expect(first('tomorrow 02:30', 'Europe/Paris', Date.UTC(2027, 2, 27, 12))).toBe('2027-03-28T03:00:00')
  // Half an hour in spring, a whole day that never was, and midnight itself.
  expect(first('2026-10-04 02:15', 'Australia/Lord_Howe')).toBe('2026-10-04T02:30:00')
  expect(first('2011-12-30 12:00', 'Pacific/Apia')).toBe('2011-12-31T00:00:00')
  expect(first('2026-04-24 00:30', 'Africa/Cairo')).toBe('2026-04-24T01:00:00')
})

test('a time that is there is not skipped: nor twice in autumn, nor with an offset, nor a day alone', () => {
  for (const text of [
    '2027-03-28 01:59',
    '2027-03-28 03:00',
    '2027-03-28T02:30Z',
    '2027-03-28 02:30 +01:00',
    '2026-10-25 02:30',
    '+2h',
    'now',
    'tomorrow',
    'tomorrow 25:00',
    'soon',
  ])
    expect(endOfSkippedTime(text, now, 'Europe/Paris')).toBeNull()
  expect(endOfSkippedTime('2026-04-24', now, 'Africa/Cairo')).toBeNull()
  expect(endOfSkippedTime('2026-04-24 02:30', now, 'UTC')).toBeNull()
})
