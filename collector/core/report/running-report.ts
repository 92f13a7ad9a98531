import { frozenReport, latestFrozen } from './chain.ts'
import { comparePrevious, buildReport } from './build-report.ts'
import { summariseDays } from '../metric/merge-rollups.ts'
import type { Report, ReportBefore, Terms } from './report-document.ts'
import type { ReportInput, ReportPeriod } from './report-input.ts'
import { dayOf } from '../time/calendar.ts'
import { noResponse } from './component-report.ts'
import { daysOfPeriod, nameBefore, reportPeriod } from './report-period.ts'
import { termsOf } from './report-terms.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'

/**
 * The report of a day that the page shows, or of a month, as of the snapshot. A frozen month is told as it was frozen, in
 * its latest revision.
 */
export function snapshotReport(snapshot: Snapshot, period: ReportPeriod): Report {
  const frozen = period.kind === 'monthly' ? latestFrozen(snapshot.reports).get(period.name) : undefined
  if (frozen) return frozenReport(frozen)
  const before = reportBefore(snapshot, period)
  const known = {
    before: before && comparePrevious(before),
    values: new Map(before?.metrics.map((one) => [one.id, one.value])),
  }
  return buildReport(inputOf(snapshot, period, known), period, snapshot.generatedAt)
}

type RunningReportContext = {
  readonly before: ReportBefore | null
  readonly values: ReadonlyMap<string, number | null>
}

/** The report of the period before, without what it says of the one before that; null where nothing had begun. */
function reportBefore(snapshot: Snapshot, { kind, name }: ReportPeriod): Report | null {
  const zone = snapshot.page.timezone
  const period = reportPeriod(kind, nameBefore(kind, name), zone)
  const frozen = kind === 'monthly' ? latestFrozen(snapshot.reports).get(period.name) : undefined
  if (frozen) return frozenReport(frozen)
  const shown =
    kind === 'monthly'
      ? Object.hasOwn(snapshot.response.months, period.name)
      : Object.hasOwn(snapshot.response.days, period.name)
  if (!shown || !snapshot.components.some(({ firstAt }) => firstAt !== null && firstAt < period.to))
    return null
  return buildReport(
    inputOf(snapshot, period, { before: null, values: new Map() }),
    period,
    snapshot.generatedAt,
  )
}

/** The terms of the configuration that a snapshot was made with. */
const termsOfSnapshot = (snapshot: Snapshot): Terms =>
  termsOf({
    page: snapshot.page,
    uptime: { weights: snapshot.weights, excludeMaintenance: snapshot.excludeMaintenance },
    notice: snapshot.notice,
    tiers: snapshot.tiers,
    objectives: snapshot.objectives,
    priorities: snapshot.priorities,
    components: snapshot.components,
  })

function inputOf(
  snapshot: Snapshot,
  period: ReportPeriod,
  { before, values }: RunningReportContext,
): ReportInput {
  const terms = termsOfSnapshot(snapshot)
  const zone = terms.timezone
  const dates = daysOfPeriod(period, snapshot.generatedAt, zone).map((day) => day.date)
  const wanted = new Set(dates)
  const whole = period.kind === 'daily' ? snapshot.response.days : snapshot.response.months
  return {
    page: snapshot.page.name,
    terms,
    components: snapshot.components.map(({ id, evidence, days, months }) => {
      const mine = Object.fromEntries(
        days.filter((day) => wanted.has(day.date)).map((day) => [day.date, day] as const),
      )
      return {
        id,
        evidence,
        whole: (period.kind === 'daily' ? mine[period.name] : months[period.name]) ?? noResponse,
        days: mine,
      }
    }),
    response: {
      whole: whole[period.name] ?? noResponse,
      days: snapshot.response.days,
    },
    incidents: snapshot.incidents,
    maintenances: snapshot.maintenances,
    metrics: snapshot.metrics.map((metric) => {
      const mine = metric.days
        .map((point) => ({ ...point, date: dayOf(point.at, zone) }))
        .filter((point) => wanted.has(point.date))
      return {
        metric,
        whole: metric.months?.[period.name] ?? summariseDays(metric.summary, mine),
        days: mine.map(({ date, value }) => ({ date, value })),
        before: values.get(metric.id) ?? null,
      }
    }),
    deployments: snapshot.deployments,
    before,
  }
}
