import type { Config } from '../core/config/config.ts'
import { summariseRollups } from '../core/metric/summarise-rollups.ts'
import { buildMetricReport } from '../core/report/metric-report.ts'
import type { Report, ReportMetric, TeamReport } from '../core/report/report-document.ts'
import type { ReportPeriod } from '../core/report/report-input.ts'
import { previousPeriodName, reportPeriod } from '../core/report/report-period.ts'
import { dayOf } from '../core/time/calendar.ts'
import type { Store, StoreReader } from '../store/store.ts'
import { loadReport } from './load-report.ts'
import { metricsOf } from './period-facts.ts'

type MetricSettings = Pick<Config, 'metrics' | 'page'>

/**
 * A report for the team: what readers get, and the metrics that they do not see, from what is stored as of `now` (ms).
 * It is never published nor frozen, so that points that come late count. Rejects with StoreError.
 */
export async function teamReport(
  store: StoreReader,
  config: MetricSettings,
  report: Report,
  period: ReportPeriod,
  now: number,
): Promise<TeamReport> {
  return { ...report, private_metrics: await privateMetrics(store, config, period, now) }
}

/** The team's reports as JSON, by period, as of an instant (ms). They reject with AlteredReportError or StoreError. */
export const createTeamReports =
  (store: Store, config: Config) =>
  async (period: ReportPeriod, now: number): Promise<string> => {
    const { report } = await loadReport(store, config, period, now)
    return JSON.stringify(await teamReport(store, config, report, period, now))
  }

async function privateMetrics(
  store: StoreReader,
  { metrics, page }: MetricSettings,
  period: ReportPeriod,
  now: number,
): Promise<ReportMetric[]> {
  const hidden = metrics.filter((one) => !one.public)
  const ids = hidden.map(({ id }) => id)
  const zone = page.timezone
  const { from, to } = reportPeriod(period.kind, previousPeriodName(period.kind, period.name), zone)
  const hours = await metricsOf(store, ids, { from: period.from, to: Math.min(period.to, now) })
  const hoursBefore = await metricsOf(store, ids, { from, to })
  return hidden.map((metric) => {
    const own = hours.get(metric.id) ?? []
    const value = (some: typeof own): number | null => summariseRollups(metric.summary, some).value
    return buildMetricReport(
      {
        metric,
        whole: summariseRollups(metric.summary, own),
        days: [...Map.groupBy(own, (one) => dayOf(one.at, zone))].map(([date, some]) => ({
          date,
          value: value(some)!,
        })),
        before: value(hoursBefore.get(metric.id) ?? []),
      },
      period.kind === 'monthly',
    )
  })
}
