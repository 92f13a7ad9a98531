import type { MetricPoint, MetricRollup } from '../core/metric/metric.ts'
import type { Interval } from '../core/time/interval.ts'

/** Reads metrics: their points and the hours made of them. */
export type MetricReader = {
  /** Hours of metrics that begin in the interval, by (metric, at). */
  metricHours(
    within: Interval,
    metrics?: readonly string[],
  ): Promise<readonly (MetricRollup & { readonly metric: string })[]>
  /** Points of one metric in an interval, oldest first, as long as checks are kept. */
  metricPoints(metric: string, within: Interval): Promise<readonly MetricPoint[]>
  /** The latest point of every metric. */
  latestMetrics(): Promise<readonly MetricPoint[]>
}

/** Prunes points; new ones come by `FactWriter.commit`. */
export type MetricStore = MetricReader & {
  /** Delete points before an instant (a whole hour); their hours stay. Resolves to how many went. */
  pruneMetrics(before: number): Promise<number>
}
