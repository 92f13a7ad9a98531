import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KnownHealth, MeasuredStatus } from '../../../collector/core/monitoring/health.ts'
import type { Interval } from '../../../collector/core/time/interval.ts'
import { type Span, spans } from '../../../collector/core/monitoring/timeline.ts'
import { type ComponentHistory, countedSlices } from '../../../collector/core/availability/counted-slices.ts'
import {
  availability,
  availabilityByDay,
  meanAvailability,
  defaultWeights,
} from '../../../collector/core/availability/availability.ts'
import { aHistory, at, checksOfTheDay, downDuring, during, theDay, timelineOf } from '../builders.ts'
import { referenceAvailability } from './millisecond-reference.ts'

const up = timelineOf(checksOfTheDay())
const figures = (history: ComponentHistory) => availability(history, theDay, theDay.to)

test('an outage across midnight darkens both days', () => {
  const days = [theDay, { from: theDay.to, to: theDay.to + 86_400_000 }]
  const outage = { from: at('23:50'), to: theDay.to + 300_000 }
  const monitor: Span[] = [
    { from: theDay.from, to: outage.from, health: 'up' },
    { ...outage, health: 'down' },
    { from: outage.to, to: days[1]!.to, health: 'up' },
  ]
  const found = availabilityByDay(aHistory({ monitors: [monitor] }), days, days[1]!.to)
  expect(found.map((day) => day.down)).toEqual([600_000, 300_000])
  expect(found.map((day) => day.worst)).toEqual(['major_outage', 'major_outage'])
})

test('the period begins with the first check and ends now', () => {
  const found = availability(aHistory({ firstAt: at('06:00'), monitors: [up] }), theDay, at('18:00'))
  expect(found).toMatchObject({ period: 12 * 3_600_000, observed: 12 * 3_600_000 })
})

test('a declaration before the first check begins the period', () => {
  const declarations = [{ ...during('05:00', '05:30'), status: 'operational' }] as const
  const found = availability(
    aHistory({ firstAt: at('06:00'), monitors: [up], declarations }),
    theDay,
    at('18:00'),
  )
  expect(found.period).toBe(13 * 3_600_000)
})

test('before the first check, or where nothing was ever looked at, there is no figure', () => {
  const empty = {
    period: 0,
    observed: 0,
    availability: null,
    lower: null,
    upper: null,
    raw: null,
    printed: null,
  }
  expect(figures(aHistory({ firstAt: null, monitors: [[]] }))).toMatchObject(empty)
  expect(availability(aHistory({ firstAt: theDay.to, monitors: [up] }), theDay, theDay.to + 1)).toMatchObject(
    empty,
  )
  expect(availability(aHistory({ monitors: [up] }), theDay, theDay.from - 1)).toMatchObject(empty)
})

test('a day nobody watched is unknown and could have been anything', () => {
  const [found] = availabilityByDay(aHistory({ monitors: [[]] }), [theDay], theDay.to)
  expect(found).toMatchObject({
    unknown: 86_400_000,
    observed: 0,
    availability: null,
    printed: null,
    lower: 0,
    upper: 1,
    worst: 'unknown',
  })
})

test('unknown time inside an excluded window is excluded', () => {
  const checks = checksOfTheDay((now) => (now > at('12:00') && now < at('13:00') ? null : 'up'))
  const found = figures(
    aHistory({
      monitors: [timelineOf(checks)],
      exclusions: [during('12:00', '13:00'), during('12:30', '13:00')],
    }),
  )
  expect(found).toMatchObject({ excluded: 3_600_000, unknown: 0, observed: 82_800_000 })
  expect(found.lower).toBe(1)
})

test('a team cannot talk its own downtime away', () => {
  const down = timelineOf(checksOfTheDay(downDuring('10:00', '10:30')))
  const declarations = [{ ...during('10:00', '10:30'), status: 'operational' }] as const
  expect(figures(aHistory({ monitors: [down], declarations })).down).toBe(1_800_000)
})

test('an outage that monitors and two incidents tell of is counted once, with the heaviest', () => {
  const down = timelineOf(checksOfTheDay(downDuring('10:00', '10:30')))
  const declarations = [
    { ...during('10:00', '10:40'), status: 'partial_outage' },
    { ...during('10:20', '10:35'), status: 'major_outage' },
  ] as const
  expect(figures(aHistory({ monitors: [down, up], declarations })).down).toBe(
    0.3 * 20 * 60_000 + 15 * 60_000 + 0.3 * 5 * 60_000,
  )
})

test('a declaration makes known what nobody watched', () => {
  const declarations = [{ ...during('10:00', '11:00'), status: 'major_outage' }] as const
  expect(figures(aHistory({ monitors: [[]], declarations }))).toMatchObject({
    observed: 3_600_000,
    down: 3_600_000,
    unknown: 82_800_000,
  })
})

test('a component without monitors is operational unless declared otherwise', () => {
  const declarations = [{ ...during('10:00', '10:30'), status: 'major_outage' }] as const
  expect(figures(aHistory({ declarations }))).toMatchObject({
    observed: 86_400_000,
    down: 1_800_000,
    unknown: 0,
  })
})

test('a false alarm takes what monitors said within it out of the count, and nothing else', () => {
  const down = timelineOf(checksOfTheDay(downDuring('10:00', '10:30')))
  const history = aHistory({ monitors: [down], falseAlarms: [during('10:10', '10:20')] })
  expect(figures(history)).toMatchObject({ observed: 86_400_000, down: 1_200_000 })
  const declarations = [{ ...during('10:10', '10:20'), status: 'major_outage' }] as const
  expect(figures({ ...history, declarations }).down).toBe(1_800_000)
})

test('thousandths add up over many slices and are rounded up once', () => {
  const partial = Array.from({ length: 7 }, (_, i) => ({
    from: at('10:00') + i * 10,
    to: at('10:00') + i * 10 + 1,
    status: 'partial_outage' as const,
  }))
  expect(figures(aHistory({ declarations: partial })).down).toBe(3)
})

test('counted slices touch, cover everything asked for, and neighbours differ', () => {
  const down = timelineOf(checksOfTheDay(downDuring('10:00', '10:10')))
  expect(countedSlices(aHistory({ monitors: [down, up] }), during('09:00', '10:10'))).toEqual([
    { ...during('09:00', '10:00'), status: 'operational' },
    { ...during('10:00', '10:10'), status: 'partial_outage' },
  ])
})

test('the mean of a group leaves out what was not observed, and is none when nothing was', () => {
  const one = figures(aHistory({ monitors: [timelineOf(checksOfTheDay(downDuring('10:00', '10:03')))] }))
  const other = figures(aHistory({ monitors: [up] }))
  const none = figures(aHistory({ monitors: [[]] }))
  expect(meanAvailability([one, other, none])).toEqual({
    availability: (one.availability! + 1) / 2,
    printed: '99.89',
  })
  expect(meanAvailability([other, other])).toEqual({ availability: 1, printed: '100' })
  expect(meanAvailability([none])).toEqual({ availability: null, printed: null })
})

const end = 60
const span = fc
  .tuple(fc.integer({ min: -10, max: end + 10 }), fc.integer({ min: 0, max: 30 }))
  .map(([from, length]): Interval => ({ from, to: from + length }))
const monitor = fc
  .array(
    fc.record({
      at: fc.integer({ min: -5, max: end + 5 }),
      health: fc.constantFrom<KnownHealth>('up', 'down', 'degraded', 'unknown'),
    }),
    { maxLength: 8 },
  )
  .map((changes) =>
    spans(
      changes.toSorted((a, b) => a.at - b.at),
      { from: 0, to: end },
    ),
  )
const histories: fc.Arbitrary<ComponentHistory> = fc.record({
  firstAt: fc.option(fc.integer({ min: -5, max: end })),
  monitors: fc.array(monitor, { maxLength: 3 }),
  declarations: fc.array(
    fc
      .tuple(
        span,
        fc.constantFrom<MeasuredStatus>(
          'operational',
          'degraded_performance',
          'partial_outage',
          'major_outage',
        ),
      )
      .map(([{ from, to }, status]) => ({ from, to, status })),
    { maxLength: 3 },
  ),
  exclusions: fc.array(span, { maxLength: 3 }),
  falseAlarms: fc.array(span, { maxLength: 2 }),
})
const weights = { ...defaultWeights, degraded_performance: 7 }

test('counting millisecond by millisecond gives the same figures, whatever the history', () => {
  fc.assert(
    fc.property(
      histories,
      fc.array(span, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: end + 5 }),
      (history, periods, now) => {
        for (const [i, found] of availabilityByDay(history, periods, now, weights).entries()) {
          const expected = referenceAvailability(history, periods[i]!, now, weights)
          const { printed: _, ...numbers } = found
          for (const [name, value] of Object.entries(expected)) {
            const got = numbers[name as keyof typeof expected]
            if (typeof value === 'number') expect(got, name).toBeCloseTo(value, 12)
            else expect(got, name).toBe(value)
          }
          expect(Object.keys(numbers).toSorted()).toEqual(Object.keys(expected).toSorted())
        }
      },
    ),
    { numRuns: 2_000 },
  )
})
