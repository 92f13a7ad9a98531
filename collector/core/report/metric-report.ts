import { metricStateOf } from '../metric/metric-state.ts'
import type { ReportMetric } from './report-document.ts'
import type { ReportInput } from './report-input.ts'

type ReportedMetricInput = ReportInput['metrics'][number]

/** Growth against the period before, as a share; null where that is not known, or was nothing. */
const growthOf = (value: number | null, before: number | null): number | null =>
  value === null || before === null || before <= 0 ? null : value / before - 1

/** A metric of a report. What it should grow is promised from month to month. */
export function buildMetricReport(
  { metric, whole, days, before }: ReportedMetricInput,
  monthly: boolean,
): ReportMetric {
  const { value, min, max, p95, points } = whole
  return {
    id: metric.id,
    name: metric.name,
    group: metric.group,
    unit: metric.unit,
    summary: metric.summary,
    value,
    min,
    max,
    p95,
    points,
    good: metric.good,
    state: metricStateOf(metric, value),
    growth: growthOf(value, before),
    growth_promised: monthly && metric.growth !== null ? metric.growth / 1_000_000 : null,
    days: days.map((day) => ({ date: day.date, value: day.value })),
  }
}
