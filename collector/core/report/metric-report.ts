import type { MetricStatistics, MetricState } from '../metric/metric.ts'
import type { NumberCondition } from '../monitoring/monitor.ts'
import type { ReportMetric } from './report-document.ts'
import type { ReportInput } from './report-input.ts'

type ReportedMetricInput = ReportInput['metrics'][number]

const comparisons: Readonly<Record<NumberCondition['operator'], (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

/** Does a value meet a condition? */
export const meetsCondition = ({ operator, value }: NumberCondition, measured: number): boolean =>
  comparisons[operator](measured, value)

/** How the figure of a period stands: the worst of its thresholds that it meets; short of what is good it is a warning. */
export function metricStateOf(
  { good, thresholds }: Pick<ReportedMetricInput['metric'], 'good' | 'thresholds'>,
  value: number | null,
): MetricState {
  if (value === null) return 'unknown'
  const meets = (condition: NumberCondition | null): boolean =>
    condition !== null && meetsCondition(condition, value)
  if (meets(thresholds.critical)) return 'critical'
  return meets(thresholds.warning) || (good !== null && !meets(good)) ? 'warning' : 'good'
}

/** Growth against the period before, as a share; null where that is not known, or was nothing. */
const growthOf = (value: number | null, before: number | null): number | null =>
  value === null || before === null || before <= 0 ? null : value / before - 1

/** Nothing was measured. */
export const noMetricStatistics: MetricStatistics = {
  value: null,
  min: null,
  max: null,
  p95: null,
  points: 0,
}

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
