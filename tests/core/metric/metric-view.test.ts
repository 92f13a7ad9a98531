import { expect, test } from 'vitest'
import type { MetricConfig, MetricRollup } from '../../../collector/core/metric/metric.ts'
import {
  validFor,
  daysOfMetric,
  mergeMetricRollups,
  metricSummaries,
  metricState,
  metricView,
  metricStateAt,
} from '../../../collector/core/metric/metric-view.ts'
import { addTo, emptySketch } from '../../../collector/core/availability/latency-sketch.ts'

const hour = 3_600_000

const aMetric = (more: Partial<MetricConfig> = {}): MetricConfig => ({
  id: 'cpu',
  name: 'Processor',
  description: null,
  group: null,
  unit: '%',
  component: null,
  pull: null,
  summary: 'mean',
  good: null,
  thresholds: { warning: null, critical: null },
  growth: null,
  public: true,
  ...more,
})

const pulled = (every: number): MetricConfig =>
  aMetric({
    pull: { kind: 'json', url: 'http://127.0.0.1/', path: '$.cpu', headers: {}, every, timeout: 1_000 },
  })

/** An hour with these values, a minute apart. */
function anHour(at: string | number, ...values: number[]): MetricRollup {
  const start = typeof at === 'number' ? at : Date.parse(at)
  return {
    at: start,
    count: values.length,
    sum: values.reduce((a, b) => a + b, 0),
    min: Math.min(...values),
    max: Math.max(...values),
    last: values.at(-1)!,
    lastAt: start + (values.length - 1) * 60_000,
    sketch: addTo(
      emptySketch,
      values.filter((value) => value >= 0),
    ),
  }
}

test('a mean weighs every point alike, however they fall into hours', () => {
  const hours = [anHour('2026-11-01T00:00Z', 10), anHour('2026-11-01T01:00Z', 20, 20, 40)]
  expect(metricSummaries(hours, 'mean').value).toBe(22.5)
  expect(metricSummaries(hours, 'sum').value).toBe(90)
  expect(metricSummaries(hours, 'last').value).toBe(40)
  expect(metricSummaries(hours, 'max').value).toBe(40)
  expect(metricSummaries(hours, 'min').value).toBe(10)
  expect(metricSummaries([mergeMetricRollups(hours)], 'mean')).toEqual(metricSummaries(hours, 'mean'))
  expect(metricSummaries([], 'sum')).toEqual({ value: null, min: null, max: null, p95: null, points: 0 })
})

test('the last figure is the latest one, not the one that stands last', () => {
  const [early, late] = [anHour('2026-11-01T00:00Z', 1), anHour('2026-11-01T05:00Z', 2)]
  expect(mergeMetricRollups([late, early]).last).toBe(2)
})

test('figures may be negative, and zero is one', () => {
  const merged = mergeMetricRollups([anHour('2026-11-01T00:00Z', -5, 0), anHour('2026-11-01T01:00Z', -10)])
  expect(merged).toMatchObject({ count: 3, sum: -15, min: -10, max: 0, last: -10 })
})

test('an hour belongs to the day of the page it begins in', () => {
  const hours = [
    anHour('2026-10-24T21:00Z', 1), // 23:00 in Paris
    anHour('2026-10-24T22:00Z', 2), // midnight
    anHour('2026-10-25T22:00Z', 4), // 23:00 of the day that has 25 hours
    anHour('2026-10-25T23:00Z', 8),
  ]
  expect(daysOfMetric(hours, 'Europe/Paris').map(({ at, sum }) => [new Date(at).toISOString(), sum])).toEqual(
    [
      ['2026-10-23T22:00:00.000Z', 1],
      ['2026-10-24T22:00:00.000Z', 6],
      ['2026-10-25T23:00:00.000Z', 8],
    ],
  )
  // In Kathmandu (+05:45) a day begins at a quarter past an hour: that hour began the day before.
  const [first, second] = daysOfMetric(
    [anHour('2026-11-01T18:00Z', 1), anHour('2026-11-01T19:00Z', 2)],
    'Asia/Kathmandu',
  )
  expect([first?.sum, second?.sum]).toEqual([1, 2])
})

test('days without points are left out, and no hours give no days', () => {
  const days = daysOfMetric([anHour('2026-11-01T10:00Z', 1), anHour('2026-11-05T10:00Z', 1)], 'UTC')
  expect(days.map(({ at }) => new Date(at).getUTCDate())).toEqual([1, 5])
  expect(daysOfMetric([], 'UTC')).toEqual([])
})

test.each([
  [50, 'good'],
  [75, 'warning'],
  [85, 'warning'],
  [95, 'critical'],
  [null, 'unknown'],
] as const)('a processor at %s is %s', (value, state) => {
  const config = aMetric({
    good: { operator: '<', value: 80 },
    thresholds: { warning: { operator: '>', value: 70 }, critical: { operator: '>', value: 90 } },
  })
  expect(metricState(value, config)).toBe(state)
})

test('short of what is good is a warning even where no threshold says so', () => {
  expect(metricState(12, aMetric({ good: { operator: '>', value: 15 } }))).toBe('warning')
  expect(metricState(12, aMetric())).toBe('good')
})

test('a figure is believed for three pulls and at least an hour, a pushed one for 26 hours', () => {
  expect(validFor(pulled(60_000))).toBe(hour)
  expect(validFor(pulled(hour))).toBe(3 * hour)
  expect(validFor(aMetric())).toBe(26 * hour)
  const latest = { at: 1_000, value: 5 }
  expect(metricStateAt(pulled(60_000), latest, latest.at + hour)).toBe('good')
  expect(metricStateAt(pulled(60_000), latest, latest.at + hour + 1)).toBe('unknown')
  expect(metricStateAt(aMetric(), null, 0)).toBe('unknown')
})

test('readers see the last 48 hours, and not where a figure is pulled from', () => {
  const now = Date.parse('2026-11-03T12:30:00Z')
  const hours = Array.from({ length: 72 }, (_, i) => anHour(now - 1_800_000 - (71 - i) * hour, i))
  const days = daysOfMetric(hours, 'UTC')
  const secret = aMetric({
    pull: {
      kind: 'json',
      url: 'http://10.0.0.7/figures',
      path: '$.cpu',
      headers: { authorization: 'Bearer secret' },
      every: 60_000,
      timeout: 1_000,
    },
  })
  const view = metricView(secret, { hours, days, months: {}, latest: { at: now, value: 71 } }, now)
  expect(view.hours).toHaveLength(48)
  expect(view.hours.at(-1)).toMatchObject({ value: 71, min: 71, max: 71, points: 1 })
  expect(view.days).toHaveLength(4)
  expect(view).toMatchObject({ latest: { at: now, value: 71 }, state: 'good' })
  expect(JSON.stringify(view)).not.toMatch(/10\.0\.0\.7|secret|pull/)
})
