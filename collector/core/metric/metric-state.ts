import type { NumberCondition } from '../monitoring/monitor.ts'
import type { MetricConfig, MetricState, MetricStatistics } from './metric.ts'

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
  { good, thresholds }: Pick<MetricConfig, 'good' | 'thresholds'>,
  value: number | null,
): MetricState {
  if (value === null) return 'unknown'
  const meets = (condition: NumberCondition | null): boolean =>
    condition !== null && meetsCondition(condition, value)
  if (meets(thresholds.critical)) return 'critical'
  return meets(thresholds.warning) || (good !== null && !meets(good)) ? 'warning' : 'good'
}

/** Nothing was measured. */
export const noMetricStatistics: MetricStatistics = {
  value: null,
  min: null,
  max: null,
  p95: null,
  points: 0,
}
