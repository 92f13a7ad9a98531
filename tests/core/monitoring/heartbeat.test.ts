import { describe, expect, test } from 'vitest'
import { longestGap } from '../../../collector/core/monitoring/cron-schedule.ts'
import { missedHeartbeatAt } from '../../../collector/core/monitoring/heartbeat.ts'
import type { HeartbeatMonitor } from '../../../collector/core/monitoring/monitor.ts'
import { type HealthState, emptyHealthState } from '../../../collector/core/monitoring/health-state.ts'

const hour = 3_600_000
/** A collector that has always listened. */
const always = { from: null, to: 0 }
const job: HeartbeatMonitor = {
  kind: 'heartbeat',
  timezone: 'UTC',
  id: 'backup',
  component: 'backup',
  every: 24 * hour,
  timeout: 0,
  grace: hour / 4,
  lasts: 60_000,
  token: 't',
  confirm: { failures: 1, successes: 1, retryEvery: 1_000 },
}
const stateAfterBeat = (at: number, health: 'up' | 'down' = 'up'): HealthState => ({
  ...emptyHealthState,
  health,
  lastAt: at,
})

test('before the first beat nothing can be missed', () => {
  expect(missedHeartbeatAt(job, emptyHealthState, always)).toBeNull()
})
test('a beat is missed once its interval and its grace have passed', () => {
  expect(missedHeartbeatAt(job, stateAfterBeat(1_000 * hour), always)).toBe(1_000 * hour + 24.25 * hour)
})
test('it is missed again every interval', () => {
  expect(missedHeartbeatAt(job, stateAfterBeat(1_000 * hour, 'down'), always)).toBe(1_024 * hour)
})
test('a beat that was due while nobody listened is not blamed on the job', () => {
  const state = stateAfterBeat(1_000 * hour)
  for (const from of [null, 1_010 * hour, 1_024 * hour])
    expect(missedHeartbeatAt(job, state, { from, to: 1_030 * hour })).toBe(1_030 * hour + 24.25 * hour)
})
test('a restart within the grace of a beat that had not come forgives nothing, and gives what was left of the grace', () => {
  const state = stateAfterBeat(1_000 * hour)
  const gap = { from: 1_024.1 * hour, to: 1_024.2 * hour }
  expect(missedHeartbeatAt(job, state, gap)).toBeCloseTo(1_024.2 * hour + 0.15 * hour, 3)
  // The grace was over before the collector stopped: it is missed as soon as there is one again.
  const late = { from: 1_025 * hour, to: 1_026 * hour }
  expect(missedHeartbeatAt(job, state, late)).toBe(1_026 * hour)
})

const paris = (local: string): number =>
  Temporal.ZonedDateTime.from(`${local}[Europe/Paris]`).epochMilliseconds

describe('a job of the clock on the wall', () => {
  const daily = { ...job, timezone: 'Europe/Paris' }
  test('is not missed on the day of 25 hours', () => {
    expect(missedHeartbeatAt(daily, stateAfterBeat(paris('2026-10-24T03:30')), always)).toBe(
      paris('2026-10-25T03:45'),
    )
    expect(
      missedHeartbeatAt(
        { ...daily, every: 7 * 24 * hour },
        stateAfterBeat(paris('2026-10-24T03:30')),
        always,
      ),
    ).toBe(paris('2026-10-31T03:45'))
  })
  test('has the exact interval on the day of 23 hours, as a job of the exact interval needs it', () => {
    expect(missedHeartbeatAt(daily, stateAfterBeat(paris('2026-03-28T03:30')), always)).toBe(
      paris('2026-03-29T04:45'),
    )
  })
  test('of less than a day counts exact time', () => {
    const often = { ...daily, every: 6 * hour }
    expect(missedHeartbeatAt(often, stateAfterBeat(paris('2026-10-24T23:00')), always)).toBe(
      paris('2026-10-24T23:00') + 6.25 * hour,
    )
  })
})

describe('a job with a schedule', () => {
  const weekdays = { ...job, timezone: 'Europe/Paris', schedule: '30 3 * * 1-5', every: 72 * hour }
  test('is expected at its moments only', () => {
    // Friday to Monday.
    expect(missedHeartbeatAt(weekdays, stateAfterBeat(paris('2026-11-20T03:31')), always)).toBe(
      paris('2026-11-23T03:45'),
    )
    expect(missedHeartbeatAt(weekdays, stateAfterBeat(paris('2026-10-23T03:31')), always)).toBe(
      paris('2026-10-26T03:45'),
    )
  })
  test('may beat a little early without that beat counting for the moment before', () => {
    expect(missedHeartbeatAt(weekdays, stateAfterBeat(paris('2026-11-23T03:29:58')), always)).toBe(
      paris('2026-11-24T03:45'),
    )
  })
  test('that was missed is missed again at its next moment', () => {
    expect(missedHeartbeatAt(weekdays, stateAfterBeat(paris('2026-11-23T03:45'), 'down'), always)).toBe(
      paris('2026-11-24T03:30'),
    )
  })
})

test('what is due just after a gap is expected, as the end of a gap is no early beat', () => {
  const daily = { ...job, schedule: '30 3 * * *', timezone: 'UTC' }
  const at = (local: string): number => Date.parse(`2026-11-${local}Z`)
  const gap = { from: null, to: at('21T03:27:00') }
  expect(missedHeartbeatAt(daily, stateAfterBeat(at('19T03:30:00')), gap)).toBe(at('21T03:45:00'))
})

test('the longest gap of a schedule is that of its weekends, holidays of the clock included', () => {
  const gap = (pattern: string, timezone = 'UTC') => longestGap({ pattern, timezone }, Date.UTC(2026, 0, 1))
  expect(gap('30 3 * * 1-5')).toBe(72 * hour)
  expect(gap('*/5 * * * *')).toBe(hour / 12)
  expect(gap('30 3 * * *', 'Europe/Paris')).toBe(25 * hour)
  expect(gap('0 9-17 * * *')).toBe(16 * hour)
  expect(gap('0 3 1 * *')).toBe(31 * 24 * hour)
  expect(gap('0 3 1 1 *')).toBe(366 * 24 * hour)
  expect(gap('30 3 * * 1-5', 'Europe/Paris')).toBe(73 * hour)
  expect(gap('0 0 29 2 *')).toBeGreaterThan(1_000 * 24 * hour)
  expect(gap('0 0 30 2 *')).toBeNull()
  expect(() => gap('every day')).toThrow()
})

describe.each([
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Beirut',
  'Africa/Casablanca',
])('a daily job in %s', (timezone) => {
  const daily = { ...job, timezone }
  const hours = [0, 1, 4, 23]
  test.each([
    ['by the interval', (): HeartbeatMonitor => daily],
    ['by the schedule', (at: number): HeartbeatMonitor => ({ ...daily, schedule: `15 ${at} * * *` })],
  ])('that runs by the clock on the wall is never missed, %s', (_, monitorAt) => {
    for (const at of hours) {
      const days = Array.from({ length: 366 }, (_unused, index) =>
        Temporal.PlainDate.from('2026-02-01')
          .add({ days: index })
          .toZonedDateTime({ timeZone: timezone, plainTime: { hour: at, minute: 15 } }),
      )
      const early = days.slice(1).filter((next, index) => {
        const missedAt = missedHeartbeatAt(
          monitorAt(at),
          stateAfterBeat(days[index]!.epochMilliseconds),
          always,
        )
        return missedAt! < next.epochMilliseconds
      })
      expect(early.map(String)).toEqual([])
    }
  })
})
