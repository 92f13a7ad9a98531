import rrule from 'rrule'
import { expect, test } from 'vitest'
import { occurrences } from '../../../collector/core/maintenance/recurrence.ts'

const day = 86_400_000
const loadedAt = Date.parse('2026-01-01T00:00:00Z')
const years = { from: loadedAt, to: Date.parse('2028-01-01T00:00:00Z') }
const entry = (rule: string, at = '03:00', timezone = 'UTC') => ({
  rrule: rule,
  since: '2026-01-01',
  at,
  timezone,
  lasts: 3_600_000,
})
const begins = (rule: string, at: string, timezone: string, from: string, days: number): string[] =>
  occurrences(entry(rule, at, timezone), loadedAt, {
    from: Date.parse(from),
    to: Date.parse(from) + days * day,
  }).map((window) => new Date(window.from).toISOString().slice(0, 16))

test.each([
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=DAILY;COUNT=10',
  'FREQ=DAILY;UNTIL=20260704T030000Z',
  'FREQ=WEEKLY;BYDAY=SU',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU',
  'FREQ=MONTHLY;BYDAY=1SU',
  'FREQ=MONTHLY;BYDAY=-1FR',
  'FREQ=MONTHLY;BYMONTHDAY=31',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1SU',
  'FREQ=YEARLY;BYYEARDAY=100,-1',
])('two years of %s are what another program makes of it', (rule) => {
  const options = rrule.RRule.parseString(rule)
  const others = new rrule.RRule({ ...options, dtstart: new Date(Date.parse('2026-01-01T03:00:00Z')) })
    .between(new Date(years.from), new Date(years.to - 1), true)
    .map((date) => date.getTime())
  const ours = occurrences(entry(rule), loadedAt, years).map((window) => window.from)
  expect(ours.length).toBeGreaterThan(0)
  expect(ours).toEqual(others)
})

test('an hour that spring skips is an hour later that day, and the length stays', () => {
  expect(begins('FREQ=DAILY', '02:30', 'Europe/Paris', '2027-03-27', 3)).toEqual([
    '2027-03-27T01:30',
    '2027-03-28T01:30',
    '2027-03-29T00:30',
  ])
  expect(begins('FREQ=DAILY', '02:30', 'America/New_York', '2027-03-14', 2)).toEqual([
    '2027-03-14T07:30',
    '2027-03-15T06:30',
  ])
})

test('of an hour that autumn has twice it is the first', () => {
  expect(begins('FREQ=DAILY', '02:30', 'Europe/Paris', '2026-10-24', 3)).toEqual([
    '2026-10-24T00:30',
    '2026-10-25T00:30',
    '2026-10-26T01:30',
  ])
})

test('half an hour of daylight saving is half an hour', () => {
  expect(begins('FREQ=DAILY', '12:00', 'Australia/Lord_Howe', '2026-10-02', 3)).toEqual([
    '2026-10-02T01:30',
    '2026-10-03T01:30',
    '2026-10-04T01:00',
  ])
})

test('none begins before the entry was first loaded', () => {
  const loaded = Date.parse('2026-11-22T03:00:00.001Z')
  const [first] = occurrences({ ...entry('FREQ=DAILY'), since: null }, loaded, years)
  expect(new Date(first!.from).toISOString()).toBe('2026-11-23T03:00:00.000Z')
})

test('the first Sunday of the quarter is found in the handbook’s rule', () => {
  expect(begins('FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1SU', '02:00', 'UTC', '2026-11-22', 365)).toEqual([
    '2027-01-03T02:00',
    '2027-04-04T02:00',
    '2027-07-04T02:00',
    '2027-10-03T02:00',
  ])
})

test('a rule ends with its last day, or at a time of its zone or of UTC', () => {
  const last = (until: string): string =>
    begins(`FREQ=DAILY;UNTIL=${until}`, '03:00', 'Europe/Paris', '2026-07-01', 10).at(-1)!
  expect(last('20260704')).toBe('2026-07-04T01:00')
  expect(last('20260704T030000')).toBe('2026-07-04T01:00')
  expect(last('20260704T025959')).toBe('2026-07-03T01:00')
  expect(last('20260704T010000Z')).toBe('2026-07-04T01:00')
  expect(last('20260704T005959Z')).toBe('2026-07-03T01:00')
})
