import type { NumberCondition } from '../monitoring/monitor.ts'

import type { Text } from '../text/localized-text.ts'
import type { Sketch } from '../availability/latency-sketch.ts'

/** How an hour, a day or a month of a metric is told in one figure. */
export type MetricSummary = 'mean' | 'sum' | 'last' | 'max' | 'min'

/** Where a metric is fetched. Durations in ms. */
export type MetricPull = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly every: number
  readonly timeout: number
} & (
  | { readonly kind: 'prometheus'; readonly query: string }
  /** `path` into the JSON of the answer, beginning with `$`. */
  | { readonly kind: 'json'; readonly path: string }
)

/** A figure from outside: resources, usage, business. */
export type MetricConfig = {
  readonly id: string
  readonly name: Text
  readonly description: Text | null
  /** Heading it stands under: resources, usage, business …; null stands alone. */
  readonly group: Text | null
  /** Printed after the figure; null for none. */
  readonly unit: string | null
  /** Component it belongs to. */
  readonly component: string | null
  /** Null: it is pushed. */
  readonly pull: MetricPull | null
  readonly summary: MetricSummary
  /** What it should be. */
  readonly good: NumberCondition | null
  readonly thresholds: {
    readonly warning: NumberCondition | null
    readonly critical: NumberCondition | null
  }
  /** How much it should grow from month to month, millionths; null where nothing is promised. */
  readonly growth: number | null
  /** Readers see it. */
  readonly public: boolean
}

/** One figure at one instant, ms since the epoch. */
export type MetricPoint = { readonly metric: string; readonly at: number; readonly value: number }

/** The points of one metric over a span. */
export type MetricRollup = {
  /** Start of the span, ms: an hour (UTC) or a day (page's zone). */
  readonly at: number
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
  /** The latest point, and when it was, ms. */
  readonly last: number
  readonly lastAt: number
  /** Of the points that are not negative. */
  readonly sketch: Sketch
}

/** How a figure stands against its thresholds; `unknown` without a recent one. */
export type MetricState = 'good' | 'warning' | 'critical' | 'unknown'

/** One point of a chart. */
export type MetricChartPoint = {
  readonly at: number
  readonly value: number
  readonly min: number
  readonly max: number
  /** How many points it sums up, and their P95; absent where that is not known. */
  readonly points?: number
  readonly p95?: number | null
}

/** What the public may know of a public metric. */
export type MetricView = Omit<MetricConfig, 'pull' | 'public'> & {
  /** The latest point; null when there is none yet. */
  readonly latest: { readonly at: number; readonly value: number } | null
  readonly state: MetricState
  /** The last 48 hours, an entry per hour with points, oldest first. */
  readonly hours: readonly MetricChartPoint[]
  /** An entry per day of the page with points, oldest first; `at` is where the day begins. */
  readonly days: readonly MetricChartPoint[]
  /** Its figures by month that is not frozen yet (`YYYY-MM`); where they are absent they are made of the days. */
  readonly months?: Readonly<Record<string, MetricStatistics>>
}

/** The points of a metric over a span, in a few figures; null where there are none. */
export type MetricStatistics = {
  /** By the metric's summary. */
  readonly value: number | null
  readonly min: number | null
  readonly max: number | null
  readonly p95: number | null
  readonly points: number
}
