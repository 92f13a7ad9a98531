import { dayInterval, dayOf, monthInterval } from '../core/time/calendar.ts'
import type { Config } from '../core/config/config.ts'
import { shownWindow } from '../core/snapshot/snapshot-window.ts'
import type { MetricRollup, MetricView } from '../core/metric/metric.ts'
import { daysOfMetric, metricChartSpan, metricSummaries, metricView } from '../core/metric/metric-view.ts'
import type { ChangeReader } from '../store/changes.ts'
import type { MetricReader } from '../store/metric-store.ts'

const hour = 3_600_000

/** Days that are over, as they were when points of the past had been changed `revision` times. */
type MetricMemory = {
  readonly revision: number
  /** By metric, and by the instant they begin at. */
  readonly days: ReadonlyMap<string, ReadonlyMap<number, MetricRollup>>
  /** Days before this instant are known, ms. */
  readonly since: number
}

/** Reads what readers see of metrics, and remembers days that are over. */
export type MetricCache = {
  /**
   * The public metrics at an instant, in the order of the configuration.
   *
   * @param reader reads of one instant
   * @param months those whose figures are wanted, `YYYY-MM`, oldest first
   */
  read(
    reader: MetricReader & ChangeReader,
    now: number,
    months: readonly string[],
  ): Promise<readonly MetricView[]>
}

/** A reader of the public metrics of a configuration. */
export function createMetricCache(config: Pick<Config, 'metrics' | 'page'>): MetricCache {
  const publicMetrics = config.metrics.filter((metric) => metric.public)
  const ids = publicMetrics.map((metric) => metric.id)
  const { timezone } = config.page
  let memory: MetricMemory | null = null

  return {
    async read(reader, now, months) {
      if (publicMetrics.length === 0) return []
      const window = shownWindow(now, config)
      const open = months.map((month) => ({ month, of: monthInterval(month, timezone) }))
      const from = Math.min(window.from, ...open.map(({ of }) => of.from))
      const { metric_history: revision } = await reader.changeCounts()
      const known = memory?.revision === revision ? memory : null
      const newDays = Math.max(from, known?.since ?? from)
      const [hours, latest] = await Promise.all([
        reader.metricHours({ from: Math.min(newDays, now - metricChartSpan), to: now + hour }, ids),
        reader.latestMetrics(),
      ])
      const hoursOf = Map.groupBy(hours, (one) => one.metric)
      const latestOf = new Map(latest.map((point) => [point.metric, point]))
      const days = new Map<string, Map<number, MetricRollup>>()
      for (const id of ids) {
        const mine = new Map([...(known?.days.get(id) ?? [])].filter(([at]) => at >= from && at < newDays))
        const fresh = (hoursOf.get(id) ?? []).filter(({ at }) => at >= newDays)
        for (const one of daysOfMetric(fresh, timezone)) mine.set(one.at, one)
        days.set(id, mine)
      }
      // Yesterday may still get what was on its way; what comes later than that is counted as a change of the past.
      const since = dayInterval(dayOf(now - 24 * hour, timezone), timezone).from
      memory = { revision, days, since }
      return publicMetrics.map((metric) => {
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
  }
}
