import { expect, test } from 'vitest'
import { nextScheduled } from '../../../collector/core/monitoring/cron-schedule.ts'

/** The moments of a pattern between two instants, as the clocks of the zone show them. */
function momentsOf(pattern: string, timezone: string, from: string, until: string): readonly string[] {
  const moments: string[] = []
  for (let at = nextScheduled({ pattern, timezone }, Date.parse(from)); at !== null;) {
    if (at >= Date.parse(until)) break
    const { month, day, hour, minute, offset } =
      Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone)
    const digits = (value: number): string => String(value).padStart(2, '0')
    moments.push(`${digits(month)}-${digits(day)} ${digits(hour)}:${digits(minute)}${offset.slice(0, 3)}`)
    at = nextScheduled({ pattern, timezone }, at)
  }
  return moments
}

test.each([
  ['30 2 * * *', ['03-29 03:00+02', '03-30 02:30+02']],
  ['0,30 2 * * *', ['03-29 03:00+02', '03-30 02:00+02', '03-30 02:30+02']],
  [
    '15 1-3 * * *',
    [
      '03-29 01:15+01',
      '03-29 03:00+02',
      '03-29 03:15+02',
      '03-30 01:15+02',
      '03-30 02:15+02',
      '03-30 03:15+02',
    ],
  ],
  ['0 2,3 * * *', ['03-29 03:00+02', '03-30 02:00+02', '03-30 03:00+02']],
  ['30 2 29 3 *', ['03-29 03:00+02']],
  ['0 4 * * *', ['03-29 04:00+02', '03-30 04:00+02']],
  // Of jobs that come at any minute, crontab(5) leaves out those that the clocks leave out.
  ['*/30 2 * * *', ['03-30 02:00+02', '03-30 02:30+02']],
])(
  '%s: a moment that spring skips is expected once, when the clocks have gone forward',
  (pattern, moments) => {
    expect(momentsOf(pattern, 'Europe/Paris', '2026-03-28T23:00:00Z', '2026-03-30T22:00:00Z')).toEqual(
      moments,
    )
  },
)

test.each([
  ['30 2 * * *', ['10-25 02:30+02', '10-26 02:30+01']],
  ['0,30 2 * * *', ['10-25 02:00+02', '10-25 02:30+02', '10-26 02:00+01', '10-26 02:30+01']],
  ['*/30 2 * * *', ['10-25 02:00+02', '10-25 02:30+02', '10-26 02:00+01', '10-26 02:30+01']],
  [
    '15 1-3 * * *',
    [
      '10-25 01:15+02',
      '10-25 02:15+02',
      '10-25 03:15+01',
      '10-26 01:15+01',
      '10-26 02:15+01',
      '10-26 03:15+01',
    ],
  ],
])('%s: a moment that autumn has twice is expected once, at the first', (pattern, moments) => {
  expect(momentsOf(pattern, 'Europe/Paris', '2026-10-24T22:00:00Z', '2026-10-26T23:00:00Z')).toEqual(moments)
})

test.each([
  ['0 * * * *', '2026-03-29T00:00:00Z', '2026-03-29T02:30:00Z', ['03-29 03:00+02', '03-29 04:00+02']],
  [
    '0 * * * *',
    '2026-10-24T23:30:00Z',
    '2026-10-25T02:30:00Z',
    ['10-25 02:00+02', '10-25 02:00+01', '10-25 03:00+01'],
  ],
])('%s: what comes every hour comes in every hour that passes', (pattern, from, until, moments) => {
  expect(momentsOf(pattern, 'Europe/Paris', from, until)).toEqual(moments)
})

test.each([
  ['30 0 * * *', 'America/Sao_Paulo', '2018-11-04T00:00:00Z', ['11-04 01:00-02', '11-05 00:30-02']],
  ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T02:00:00Z', ['10-04 02:30+11', '10-05 02:15+11']],
  ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T02:00:00Z', ['04-05 01:45+11', '04-06 01:45+10']],
  // A whole day was left out.
  ['0 12 * * *', 'Pacific/Apia', '2011-12-29T23:00:00Z', ['12-31 00:00+14', '12-31 12:00+14']],
])('%s in %s: midnights, half hours and days that are skipped or doubled', (pattern, zone, from, moments) => {
  const until = new Date(Date.parse(from) + 48 * 3_600_000).toISOString()
  expect(momentsOf(pattern, zone, from, until).slice(0, moments.length)).toEqual(moments)
})

test('asked in the middle of the hour that comes again, what has come does not come again', () => {
  const daily = { pattern: '30 2 * * *', timezone: 'Europe/Paris' }
  for (const at of ['2026-10-25T00:30:00Z', '2026-10-25T01:10:00Z', '2026-10-25T01:30:00Z'])
    expect(nextScheduled(daily, Date.parse(at))).toBe(Date.parse('2026-10-26T01:30:00Z'))
  expect(nextScheduled({ ...daily, pattern: '30 2 30 2 *' }, 0)).toBe(null)
})
