import { mergeAll, quantile } from '../availability/latency-sketch.ts'
import type { MetricChartPoint, MetricStatistics, MetricRollup, MetricSummary } from './metric.ts'
import { noMetricStatistics } from './metric-state.ts'

/** Rollups of a metric over several spans as one figure each, by its summary; oldest first. */
export function summariseRollups(summary: MetricSummary, rollups: readonly MetricRollup[]): MetricStatistics {
  if (rollups.length === 0) return noMetricStatistics
  const points = rollups.reduce((so, one) => so + one.count, 0)
  const sum = rollups.reduce((so, one) => so + one.sum, 0)
  const min = Math.min(...rollups.map((one) => one.min))
  const max = Math.max(...rollups.map((one) => one.max))
  const last = rollups.reduce((so, one) => (one.lastAt >= so.lastAt ? one : so)).last
  const value = { mean: sum / points, sum, last, max, min }[summary]
  // A sketch is right to one percent, which must not lead beyond what was measured.
  const estimate = quantile(mergeAll(rollups.map((one) => one.sketch)), 0.95)
  const p95 = estimate === null ? null : Math.min(max, Math.max(min, estimate))
  return { value, min, max, p95, points }
}

/** The same from the days of a chart, whose mean weighs each day by its points where they are told. */
export function summariseDays(summary: MetricSummary, days: readonly MetricChartPoint[]): MetricStatistics {
  if (days.length === 0) return noMetricStatistics
  const points = days.reduce((so, one) => so + (one.points ?? 1), 0)
  const values = days.map((one) => one.value)
  const value = {
    mean: days.reduce((so, one) => so + one.value * (one.points ?? 1), 0) / points,
    sum: values.reduce((so, one) => so + one, 0),
    last: values.at(-1)!,
    max: Math.max(...values),
    min: Math.min(...values),
  }[summary]
  return {
    value,
    min: Math.min(...days.map((one) => one.min)),
    max: Math.max(...days.map((one) => one.max)),
    p95: days.length === 1 ? (days[0]!.p95 ?? null) : null,
    points: days.every((one) => one.points !== undefined) ? points : 0,
  }
}
