import { parseFrozenReport, latestRevisions } from '../report/chain.ts'
import { previousPeriodSummary, buildReport } from '../report/build-report.ts'
import { summariseDays } from '../metric/summarise-rollups.ts'
import { buildMetricReport } from '../report/metric-report.ts'
import type { MetricView } from '../metric/metric.ts'
import type { Report, ReportMetric, ReportPreviousPeriod, ReportTerms } from '../report/report-document.ts'
import type { ReportInput, ReportPeriod } from '../report/report-input.ts'
import { dayOf, monthOf } from '../time/calendar.ts'
import { noResponseTimes } from '../report/component-report.ts'
import { daysOfPeriod, previousPeriodName, reportPeriod } from '../report/report-period.ts'
import { reportTermsOf } from '../report/report-terms.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * The report of a day that the page shows, or of a month, as of the snapshot. A frozen month is told as it was frozen, in
 * its latest revision.
 */
export function snapshotReport(snapshot: Snapshot, period: ReportPeriod): Report {
  const frozen = period.kind === 'monthly' ? latestRevisions(snapshot.reports).get(period.name) : undefined
  if (frozen) return parseFrozenReport(frozen)
  const before = previousReport(snapshot, period)
  const context = {
    before: before && previousPeriodSummary(before),
    values: new Map(before?.metrics.map((one) => [one.id, one.value])),
  }
  return buildReport(reportInputOf(snapshot, period, context), period, snapshot.generatedAt)
}

type SnapshotReportContext = {
  readonly before: ReportPreviousPeriod | null
  readonly values: ReadonlyMap<string, number | null>
}

/** The report of the period before, without what it says of the one before that; null where nothing had begun. */
function previousReport(snapshot: Snapshot, { kind, name }: ReportPeriod): Report | null {
  const zone = snapshot.page.timezone
  const period = reportPeriod(kind, previousPeriodName(kind, name), zone)
  const frozen = kind === 'monthly' ? latestRevisions(snapshot.reports).get(period.name) : undefined
  if (frozen) return parseFrozenReport(frozen)
  const isShown =
    kind === 'monthly'
      ? Object.hasOwn(snapshot.response.months, period.name)
      : Object.hasOwn(snapshot.response.days, period.name)
  if (!isShown || !snapshot.components.some(({ firstAt }) => firstAt !== null && firstAt < period.to))
    return null
  return buildReport(
    reportInputOf(snapshot, period, { before: null, values: new Map() }),
    period,
    snapshot.generatedAt,
  )
}

/** The terms of the configuration that a snapshot was made with. */
const termsOfSnapshot = (snapshot: Snapshot): ReportTerms =>
  reportTermsOf({
    page: snapshot.page,
    uptime: { weights: snapshot.weights, excludeMaintenance: snapshot.excludeMaintenance },
    notice: snapshot.notice,
    tiers: snapshot.tiers,
    objectives: snapshot.objectives,
    priorities: snapshot.priorities,
    components: snapshot.components,
  })

function reportInputOf(
  snapshot: Snapshot,
  period: ReportPeriod,
  { before, values }: SnapshotReportContext,
): ReportInput {
  const terms = termsOfSnapshot(snapshot)
  const zone = terms.timezone
  const dates = daysOfPeriod(period, snapshot.generatedAt, zone).map((day) => day.date)
  const periodDates = new Set(dates)
  const whole = period.kind === 'daily' ? snapshot.response.days : snapshot.response.months
  return {
    page: snapshot.page.name,
    terms,
    components: snapshot.components.map(({ id, evidence, days, months }) => {
      const ownDays = Object.fromEntries(
        days.filter((day) => periodDates.has(day.date)).map((day) => [day.date, day] as const),
      )
      return {
        id,
        evidence,
        whole: (period.kind === 'daily' ? ownDays[period.name] : months[period.name]) ?? noResponseTimes,
        days: ownDays,
      }
    }),
    response: {
      whole: whole[period.name] ?? noResponseTimes,
      days: snapshot.response.days,
    },
    incidents: snapshot.incidents,
    maintenances: snapshot.maintenances,
    metrics: snapshot.metrics.map((metric) => ({
      metric,
      ...metricOfPeriod(metric, period, periodDates, zone),
      before: values.get(metric.id) ?? null,
    })),
    deployments: snapshot.deployments,
    before,
  }
}

function metricOfPeriod(
  metric: MetricView,
  period: ReportPeriod,
  dates: ReadonlySet<string>,
  zone: string,
): Pick<ReportInput['metrics'][number], 'whole' | 'days'> {
  const ownDays = metric.days
    .map((point) => ({ ...point, date: dayOf(point.at, zone) }))
    .filter((point) => dates.has(point.date))
  return {
    whole: metric.months?.[period.name] ?? summariseDays(metric.summary, ownDays),
    days: ownDays.map(({ date, value }) => ({ date, value })),
  }
}

/** A metric in the report of the month that runs, and whether it is over; the same as that report has, without the rest of it. */
export function metricThisMonth(
  snapshot: Snapshot,
  metric: MetricView,
): { readonly metric: ReportMetric; readonly report: Pick<Report, 'until' | 'to'> } {
  const zone = snapshot.page.timezone
  const inMonth = (period: ReportPeriod): Pick<ReportInput['metrics'][number], 'whole' | 'days'> => {
    const dates = daysOfPeriod(period, snapshot.generatedAt, zone).map((day) => day.date)
    return metricOfPeriod(metric, period, new Set(dates), zone)
  }
  const period = reportPeriod('monthly', monthOf(snapshot.generatedAt, zone), zone)
  const previous = reportPeriod('monthly', previousPeriodName('monthly', period.name), zone)
  const frozen = latestRevisions(snapshot.reports).get(previous.name)
  const before = frozen
    ? parseFrozenReport(frozen).metrics.find(({ id }) => id === metric.id)?.value
    : Object.hasOwn(snapshot.response.months, previous.name)
      ? inMonth(previous).whole.value
      : null
  return {
    metric: buildMetricReport({ metric, ...inMonth(period), before: before ?? null }, true),
    report: {
      until: new Date(Math.min(snapshot.generatedAt, period.to)).toISOString(),
      to: new Date(period.to).toISOString(),
    },
  }
}
