import type { MetricChartPoint, MetricView } from '../../../collector/core/metric/metric.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'

const iso = (at: number): string => new Date(at).toISOString()

const pointOf = ({ value, min, max, p95, points }: MetricChartPoint) => ({
  value,
  min,
  max,
  p95: p95 ?? null,
  points: points ?? null,
})

/** A public metric as open data: only what is named here is told, whatever else the value carries. */
const metricOf = (metric: MetricView, dateOf: (at: number) => string) => ({
  id: metric.id,
  name: metric.name,
  description: metric.description,
  group: metric.group,
  unit: metric.unit,
  component: metric.component,
  summary: metric.summary,
  good: metric.good,
  thresholds: metric.thresholds,
  /** From month to month, as a share. */
  growth: metric.growth === null ? null : metric.growth / 1_000_000,
  state: metric.state,
  latest: metric.latest && { at: iso(metric.latest.at), value: metric.latest.value },
  hours: metric.hours.map((point) => ({ at: iso(point.at), ...pointOf(point) })),
  days: metric.days.map((point) => ({ date: dateOf(point.at), at: iso(point.at), ...pointOf(point) })),
})

/** `/data/metrics.json`: every public metric with its hours and days; times in UTC, days of the page's zone. */
export const openMetrics = ({ page, generatedAt, metrics }: Snapshot, dateOf: (at: number) => string) => ({
  timezone: page.timezone,
  generated_at: iso(generatedAt),
  metrics: metrics.map((metric) => metricOf(metric, dateOf)),
})
