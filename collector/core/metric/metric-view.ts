import { dayInterval, dayOf } from '../time/calendar.ts'
import { summariseRollups } from './summarise-rollups.ts'
import type {
  MetricChartPoint,
  MetricConfig,
  MetricStatistics,
  MetricRollup,
  MetricState,
  MetricSummary,
  MetricView,
} from './metric.ts'
import { metricStateOf } from './metric-state.ts'
import { mergeAll } from '../availability/latency-sketch.ts'
import { hour } from '../time/units.ts'

/** How far back the chart of hours reaches, ms. */
export const metricChartSpan = 48 * hour
/** A figure that somebody pushes is believed this long, ms: a daily job that comes two hours late is no news. */
const pushedValidity = 26 * hour

/** Rollups of one metric as one over all of their points, which begins at `at`. At least one rollup. */
export function mergeMetricRollups(
  rollups: readonly MetricRollup[],
  at: number = rollups[0]!.at,
): MetricRollup {
  const latest = rollups.reduce((so, one) => (one.lastAt >= so.lastAt ? one : so))
  return {
    at,
    count: rollups.reduce((so, one) => so + one.count, 0),
    sum: rollups.reduce((so, one) => so + one.sum, 0),
    min: rollups.reduce((so, one) => Math.min(so, one.min), Infinity),
    max: rollups.reduce((so, one) => Math.max(so, one.max), -Infinity),
    last: latest.last,
    lastAt: latest.lastAt,
    sketch: mergeAll(rollups.map((one) => one.sketch)),
  }
}

/**
 * Hours (UTC, oldest first) of one metric as days of a zone, oldest first; a day without points has no entry. An hour
 * belongs to the day it begins in. Throws RangeError on an unknown zone.
 */
export function daysOfMetric(hours: readonly MetricRollup[], zone: string): MetricRollup[] {
  const days: MetricRollup[] = []
  for (let i = 0; i < hours.length;) {
    const { from, to } = dayInterval(dayOf(hours[i]!.at, zone), zone)
    let next = i + 1
    while (next < hours.length && hours[next]!.at < to) next++
    days.push(mergeMetricRollups(hours.slice(i, next), from))
    i = next
  }
  return days
}

/** One figure for many rollups, by the metric's summary; what is null there are no points for. */
export const metricSummaries = (rollups: readonly MetricRollup[], summary: MetricSummary): MetricStatistics =>
  summariseRollups(summary, rollups)

/** How a figure stands: critical before warning before good, and short of what is good it is at least a warning. */
export const metricState = (
  value: number | null,
  config: Pick<MetricConfig, 'good' | 'thresholds'>,
): MetricState => metricStateOf(config, value)

/** How long the latest point of a metric says something about now, ms: three pulls, at least an hour. */
export const validFor = ({ pull }: Pick<MetricConfig, 'pull'>): number =>
  pull === null ? pushedValidity : Math.max(3 * pull.every, hour)

/** How a metric stands now; `unknown` where its latest point is none or too old. */
export const metricStateAt = (
  config: Pick<MetricConfig, 'good' | 'thresholds' | 'pull'>,
  latest: { readonly at: number; readonly value: number } | null,
  now: number,
): MetricState =>
  metricState(latest !== null && now - latest.at <= validFor(config) ? latest.value : null, config)

/** A rollup as a point of a chart. */
export function chartPoint(rollup: MetricRollup, summary: MetricSummary): MetricChartPoint {
  const { value, min, max, p95, points } = summariseRollups(summary, [rollup])
  return { at: rollup.at, value: value!, min: min!, max: max!, points, p95 }
}

/** What is on record of one metric. */
export type MetricFacts = {
  /** Hours (UTC) of the last 48 hours at least, oldest first. */
  readonly hours: readonly MetricRollup[]
  /** Days of the page's zone that are shown, oldest first. */
  readonly days: readonly MetricRollup[]
  /** Its months that are not frozen yet, by name. */
  readonly months: Readonly<Record<string, MetricStatistics>>
  readonly latest: { readonly at: number; readonly value: number } | null
}

/** What readers see of a metric at an instant; where it is pulled from they do not. */
export function metricView(config: MetricConfig, facts: MetricFacts, now: number): MetricView {
  const { id, name, description, group, unit, component, summary, good, thresholds, growth } = config
  const { latest } = facts
  return {
    id,
    name,
    description,
    group,
    unit,
    component,
    summary,
    good,
    thresholds,
    growth,
    latest: latest && { at: latest.at, value: latest.value },
    state: metricStateAt(config, latest, now),
    hours: facts.hours
      .filter(({ at }) => at > now - metricChartSpan && at <= now)
      .map((one) => chartPoint(one, summary)),
    days: facts.days.map((one) => chartPoint(one, summary)),
    months: facts.months,
  }
}
