import { expect, test } from 'vitest'
import { dayInterval } from '../../../collector/core/time/calendar.ts'
import { total } from '../../../collector/core/time/interval.ts'
import { emptyHealthState } from '../../../collector/core/monitoring/health-state.ts'
import { rebuild } from '../../../collector/core/monitoring/apply-checks.ts'
import { availability } from '../../../collector/core/availability/availability.ts'
import { declarationsOf } from '../../../collector/core/incident/declared-status.ts'
import {
  aHistory,
  anIncident,
  anUpdate,
  at,
  checksOfTheDay,
  downDuring,
  during,
  theDay,
  timelineOf,
  usualCadence,
} from '../builders.ts'

const figures = (history: Parameters<typeof availability>[0]) => availability(history, theDay, theDay.to)
const outage = checksOfTheDay(downDuring('10:00', '10:03'))

test('case 1: six failing checks are three minutes of downtime, dated to the first of them', () => {
  const { transitions } = rebuild(emptyHealthState, outage, usualCadence)
  expect(transitions).toEqual([
    { at: at('00:00'), seenAt: at('00:00'), health: 'up' },
    { at: at('10:00'), seenAt: at('10:00:30'), health: 'down' },
    { at: at('10:03'), seenAt: at('10:03'), health: 'up' },
  ])
  const found = figures(aHistory({ monitors: [timelineOf(outage)] }))
  expect(found).toMatchObject({ period: 86_400_000, observed: 86_400_000, down: 180_000, printed: '99.79' })
  expect(found.availability).toBeCloseTo(0.99791666, 7)
})

test('case 1: re-checks while it is unconfirmed add no weight', () => {
  const rechecked = outage.concat({ at: at('10:00:05'), health: 'down' }).toSorted((a, b) => a.at - b.at)
  const { transitions } = rebuild(emptyHealthState, rechecked, usualCadence)
  expect(transitions[1]).toEqual({ at: at('10:00'), seenAt: at('10:00:05'), health: 'down' })
  expect(figures(aHistory({ monitors: [timelineOf(rechecked)] })).down).toBe(180_000)
})

test('case 2: one failed check between good ones is no transition', () => {
  const checks = checksOfTheDay(downDuring('10:00', '10:00:30'))
  expect(rebuild(emptyHealthState, checks, usualCadence).transitions).toHaveLength(1)
  expect(figures(aHistory({ monitors: [timelineOf(checks)] }))).toMatchObject({
    down: 0,
    availability: 1,
    printed: '100',
  })
})

test('case 3: while the collector is off time is unknown, and the lower bound says what that could hide', () => {
  const checks = checksOfTheDay((now) => (now > at('12:00') && now < at('13:00') ? null : 'up'))
  const timeline = timelineOf(checks)
  expect(timeline.filter((span) => span.health === 'unknown')).toEqual([
    { ...during('12:01:10', '13:00'), health: 'unknown' },
  ])
  expect(figures(aHistory({ monitors: [timeline] }))).toMatchObject({
    unknown: 3_530_000,
    observed: 82_870_000,
    availability: 1,
    lower: (86_400_000 - 3_530_000) / 86_400_000,
    upper: 1,
  })
})

test('case 4: an outage inside an announced maintenance is not counted, and raw says it was there', () => {
  const found = figures(aHistory({ monitors: [timelineOf(outage)], exclusions: [during('09:30', '11:00')] }))
  expect(found).toMatchObject({ excluded: 5_400_000, observed: 81_000_000, down: 0, availability: 1 })
  expect(found.raw).toBeCloseTo(0.99791666, 7)
})

test('case 5: without a window that counts as excluded, the same outage counts', () => {
  expect(figures(aHistory({ monitors: [timelineOf(outage)] }))).toMatchObject({
    excluded: 0,
    printed: '99.79',
  })
})

test('case 6: an outage that outlasts the announced window counts from its end', () => {
  const long = timelineOf(checksOfTheDay(downDuring('10:00', '11:10')))
  const found = figures(aHistory({ monitors: [long], exclusions: [during('09:30', '11:00')] }))
  expect(found).toMatchObject({ observed: 81_000_000, down: 600_000, printed: '99.25' })
  expect(found.availability).toBeCloseTo(0.99259259, 7)
})

test('case 7: two monitors of one component weigh 0.3 where one is down and 1 where both are', () => {
  const monitors = [
    timelineOf(checksOfTheDay(downDuring('10:00', '10:10'))),
    timelineOf(checksOfTheDay(downDuring('10:05', '10:15'))),
  ]
  const found = figures(aHistory({ monitors }))
  expect(found).toMatchObject({ down: 480_000, observed: 86_400_000, printed: '99.44' })
  expect(found.availability).toBeCloseTo(0.99444444, 7)
})

test('case 8: the days on which clocks change have 25 and 23 hours', () => {
  expect(total([dayInterval('2026-10-25', 'Europe/Paris')])).toBe(90_000_000)
  expect(total([dayInterval('2026-03-29', 'Europe/Paris')])).toBe(82_800_000)
})

test('case 9: four minutes in a month of 30 days print 99.990 and leave 19.2 s of a 99.99 % budget', () => {
  const month = { from: Date.parse('2026-11-01T00:00:00Z'), to: Date.parse('2026-12-01T00:00:00Z') }
  const down = { from: month.from + 3_600_000, to: month.from + 3_840_000 }
  const monitor = [
    { from: month.from, to: down.from, health: 'up' },
    { ...down, health: 'down' },
    { from: down.to, to: month.to, health: 'up' },
  ] as const
  const found = availability(aHistory({ monitors: [monitor] }), month, month.to)
  expect(found).toMatchObject({ observed: 2_592_000_000, down: 240_000, printed: '99.990' })
  expect(found.availability).toBeCloseTo(0.9999074, 7)
  expect(found.observed / 10_000 - found.down).toBe(19_200)
})

test('case 10: a declared outage counts although the monitors stay up', () => {
  const incident = anIncident({
    updates: [
      anUpdate(),
      anUpdate({ at: at('10:30'), status: 'resolved', components: { api: 'operational' } }),
    ],
  })
  const found = figures(
    aHistory({ monitors: [timelineOf(checksOfTheDay())], ...declarationsOf([incident], 'api', theDay.to) }),
  )
  expect(found.down).toBe(1_800_000)
})
