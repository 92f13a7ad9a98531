import { dayInterval, dayOf, monthInterval } from '../core/time/calendar.ts'
import type { Config } from '../core/config/config.ts'
import { shownWindow } from '../core/snapshot/snapshot-window.ts'
import type { MetricRollup, MetricView } from '../core/metric/metric.ts'
import { daysOfMetric, metricChartSpan, metricSummaries, metricView } from '../core/metric/metric-view.ts'
import type { MetricReader } from '../store/metric-store.ts'

const hour = 3_600_000

/** Reads what readers see of metrics, and remembers days that are over. */
export type MetricCache = {
  /**
   * The public metrics at an instant, in the order of the configuration.
   *
   * @param months those whose figures are wanted, `YYYY-MM`, oldest first
   */
  read(now: number, months: readonly string[]): Promise<readonly MetricView[]>
  /** Points of days that are over have come: believe nothing that is remembered. */
  invalidate(): void
}

/** A reader of the public metrics of a configuration. */
export function createMetricCache(
  store: MetricReader,
  config: Pick<Config, 'metrics' | 'page'>,
): MetricCache {
  const shown = config.metrics.filter((metric) => metric.public)
  const ids = shown.map((metric) => metric.id)
  const { timezone } = config.page
  /** Days by the instant they begin at, by metric. */
  let known = new Map<string, Map<number, MetricRollup>>()
  /** Days before this instant are known, ms. */
  let since: number | null = null
  /** What was remembered is void since a reading began. */
  let voided = 0

  return {
    async read(now, months) {
      if (shown.length === 0) return []
      const window = shownWindow(now, config)
      const open = months.map((month) => ({ month, of: monthInterval(month, timezone) }))
      const from = Math.min(window.from, ...open.map(({ of }) => of.from))
      const asOf = voided
      const newDays = Math.max(from, since ?? from)
      const [hours, latest] = await Promise.all([
        store.metricHours({ from: Math.min(newDays, now - metricChartSpan), to: now + hour }, ids),
        store.latestMetrics(),
      ])
      const hoursOf = Map.groupBy(hours, (one) => one.metric)
      const latestOf = new Map(latest.map((point) => [point.metric, point]))
      const days = new Map<string, Map<number, MetricRollup>>()
      for (const id of ids) {
        const mine = new Map([...(known.get(id) ?? [])].filter(([at]) => at >= from && at < newDays))
        const fresh = (hoursOf.get(id) ?? []).filter(({ at }) => at >= newDays)
        for (const one of daysOfMetric(fresh, timezone)) mine.set(one.at, one)
        days.set(id, mine)
      }
      if (asOf === voided) {
        known = days
        // Yesterday may still get what was on its way; from there on it is somebody's who says so.
        since = dayInterval(dayOf(now - 24 * hour, timezone), timezone).from
      }
      return shown.map((metric) => {
        const all = [...days.get(metric.id)!.values()]
        const within = (of: { readonly from: number; readonly to: number }) =>
          all.filter(({ at }) => at >= of.from && at < of.to)
        const facts = {
          hours: hoursOf.get(metric.id) ?? [],
          days: within(window),
          months: Object.fromEntries(
            open.map(({ month, of }) => [month, metricSummaries(within(of), metric.summary)]),
          ),
          latest: latestOf.get(metric.id) ?? null,
        }
        return metricView(metric, facts, now)
      })
    },
    invalidate() {
      voided++
      known = new Map()
      since = null
    },
  }
}
