import { expect, test } from 'vitest'
import type { Availability } from '../../../collector/core/availability/availability-types.ts'
import { groupAvailability } from '../../../collector/core/slo/group-availability.ts'
import {
  allowedDowntime,
  evaluateAvailability,
  evaluateResponse,
  worstVerdict,
} from '../../../collector/core/slo/evaluate.ts'
import { formatRatio } from '../../../collector/core/availability/format-ratio.ts'

const minute = 60_000
const day = 24 * 60 * minute
const month = { from: 0, to: 30 * day }

/** Observed throughout, but for what `more` says. */
const figures = (period: number, down: number, more: Partial<Availability> = {}): Availability => {
  const observed = more.observed ?? period
  const availability = observed > 0 ? (observed - down) / observed : null
  return {
    period,
    observed,
    down,
    degraded: 0,
    excluded: 0,
    unknown: 0,
    availability,
    raw: availability,
    lower: availability,
    upper: availability,
    printed: formatRatio(down, observed),
    ...more,
  }
}

test('99.9 % of 30 days allows 43 min 12 s; 99.95 % 21 min 36 s; 99.99 % 4 min 19.2 s', () => {
  expect(allowedDowntime(999_000, 30 * day)).toBe(43 * minute + 12_000)
  expect(allowedDowntime(999_500, 30 * day)).toBe(21 * minute + 36_000)
  expect(allowedDowntime(999_900, 30 * day)).toBe(4 * minute + 19_200)
})

test('what is allowed is floored to a whole millisecond, exactly, over centuries too', () => {
  expect(allowedDowntime(999_999, 999_999)).toBe(0)
  expect(allowedDowntime(999_999, 1_000_000)).toBe(1)
  expect(allowedDowntime(900_000, 9_007_199_254_740_990)).toBe(900_719_925_474_099)
})

test('4 minutes of a month of 30 days under 99.99 % leave 19.2 s, which is a risk', () => {
  const { budget } = evaluateAvailability(figures(30 * day, 4 * minute), 999_900, month, 30 * day)
  expect(budget).toMatchObject({ allowed: 259_200, spent: 240_000, remaining: 19_200, verdict: 'at_risk' })
  expect(budget.burnRate).toBeCloseTo(240_000 / 259_200, 12)
  expect(budget.runsOutAt).toBeNull()
})

test('three quarters of the budget are kept, a millisecond more is a risk, all of it too, more is broken', () => {
  const verdict = (down: number) =>
    evaluateAvailability(figures(30 * day, down), 999_900, month, 30 * day).budget.verdict
  expect([0, 194_400, 194_401, 259_200, 259_201].map(verdict)).toEqual([
    'kept',
    'kept',
    'at_risk',
    'at_risk',
    'broken',
  ])
})

test('a minute on the first morning is not judged by that morning alone, but its rate is shown', () => {
  const { budget } = evaluateAvailability(figures(day, 2 * minute), 999_900, month, day)
  expect(budget).toMatchObject({ allowed: 259_200, allowedSoFar: 8_640, verdict: 'kept' })
  // 120 s a day; 259.2 s last 2.16 days.
  expect(budget.burnRate).toBeCloseTo(120_000 / 259_200 / (1 / 30), 9)
  expect(budget.runsOutAt).toBe(day + (259_200 - 120_000) * (day / 120_000))
})

test('maintenance that will be excluded before the end takes from what is allowed', () => {
  const { budget } = evaluateAvailability(figures(10 * day, 0), 999_000, month, 10 * day, 2 * day)
  expect(budget.allowed).toBe(allowedDowntime(999_000, 28 * day))
})

test('time nobody looked allows nothing to be lost', () => {
  const { budget } = evaluateAvailability(
    figures(30 * day, 0, { observed: 15 * day }),
    999_000,
    month,
    30 * day,
  )
  expect(budget.allowed).toBe(allowedDowntime(999_000, 15 * day))
})

test('a component that came in mid-month is judged from its first day', () => {
  const { budget } = evaluateAvailability(figures(5 * day, 0), 999_000, month, 20 * day)
  expect(budget.allowed).toBe(allowedDowntime(999_000, 15 * day))
})

test('without anything observed nothing is said; where nothing may be lost, a millisecond breaks it', () => {
  expect(evaluateAvailability(figures(0, 0), 999_000, month, 30 * day).budget.verdict).toBe('unknown')
  expect(evaluateAvailability(figures(30 * day, 1), 1_000_000, month, 30 * day).budget).toMatchObject({
    allowed: 0,
    burnRate: null,
    verdict: 'broken',
  })
  expect(evaluateAvailability(figures(30 * day, 0), 1_000_000, month, 30 * day).budget.verdict).toBe('kept')
})

test('a P95 must lie below what is promised, and from three quarters of it on is a risk', () => {
  const verdict = (p95: number | null) => evaluateResponse({ p95, checks: 5 }, 2_000, month).verdict
  expect([null, 1_500, 1_501, 1_999, 2_000].map(verdict)).toEqual([
    'unknown',
    'kept',
    'at_risk',
    'at_risk',
    'broken',
  ])
})

test('the worst verdict is unknown only when all are', () => {
  expect(worstVerdict(['unknown', 'kept'])).toBe('kept')
  expect(worstVerdict(['broken', 'at_risk', 'unknown'])).toBe('broken')
  expect(worstVerdict([])).toBe('unknown')
})

test('a group is the mean of its components, each weighing the same, without those never observed', () => {
  const group = groupAvailability([figures(10 * day, day), figures(5 * day, 0), figures(0, 0)])
  expect(group.availability).toBeCloseTo(0.95, 12)
  expect(group).toMatchObject({ observed: 7.5 * day, down: Math.ceil(7.5 * day * 0.05), printed: '95.00' })
  expect(groupAvailability([])).toMatchObject({ availability: null, printed: null, observed: 0, down: 0 })
})
