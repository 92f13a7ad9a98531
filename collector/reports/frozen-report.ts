import type { Config } from '../core/config/config.ts'
import { buildReport, reportTermsOf } from '../core/report/build-report.ts'
import type { Report, ReportTerms } from '../core/report/report-document.ts'
import type { ReportPeriod } from '../core/report/report-input.ts'
import {
  type BeforePart,
  type MonthFacts,
  type SeriesPart,
  hoursDigest,
  metricDigest,
  snapshotDigest,
  noticeParts,
} from './report-facts.ts'
import { type SeriesPast, removedBefore, hoursOf, metricsOf, seriesPast, noticesIn } from './period-facts.ts'
import {
  type PreviousPeriod,
  type ComponentLifetime,
  type PeriodReaders,
  type ReportedMetric,
  evidencesOf,
  inputOf,
  reportsAnything,
} from './period-input.ts'
import { seriesKey } from '../core/monitoring/series-name.ts'
import type { StoreReader } from '../store/store.ts'

/** The report of any period that is not frozen, from what is stored. */
export async function periodReport(
  store: StoreReader,
  config: Config,
  period: ReportPeriod,
  now: number,
  before: PreviousPeriod,
): Promise<Report> {
  return (await reportAndRead(store, config, period, now, before, false)).report
}

/** A month that is over, by the present configuration, with the parts of its facts. */
export async function monthReport(
  store: StoreReader,
  config: Config,
  period: ReportPeriod,
  now: number,
  before: PreviousPeriod,
  part: BeforePart | null,
): Promise<{ readonly report: Report; readonly facts: MonthFacts }> {
  const { report, read } = await reportAndRead(store, config, period, now, before, true)
  return {
    report,
    facts: {
      version: 1,
      timezone: report.timezone,
      tells: snapshotDigest(reportsAnything(report)),
      series: Object.fromEntries(await seriesParts(store, read.series, period)),
      components: Object.fromEntries(read.lives),
      ...noticeParts(read.notices, period),
      metrics: read.metrics.map(({ metric, hours }) => ({ metric, digest: metricDigest(hours) })),
      before: part,
    },
  }
}

async function reportAndRead(
  store: StoreReader,
  config: Config,
  period: ReportPeriod,
  now: number,
  { before, values }: PreviousPeriod,
  begunOnly: boolean,
): Promise<{ report: Report; read: PeriodReaders }> {
  const until = Math.min(period.to, now)
  const span = { from: period.from, to: until }
  const [all, components, notices] = await Promise.all([
    store.series(),
    store.componentRecords(),
    // What is announced for the rest of a period is no part of its budget.
    noticesIn(store, period),
  ])
  const series = await seriesPast(store, config, all, span, now)
  const removed = removedBefore(components, config, span)
  const first = new Map(components.map((one) => [one.component, one.firstAt]))
  const watched = new Set(all.map((one) => one.component))
  const metrics = config.metrics.filter((one) => one.public).map(reported)
  const hours = await metricsOf(
    store,
    metrics.map((one) => one.id),
    span,
  )
  const lives = new Map<string, ComponentLifetime>([
    ...config.components.map(({ id, monitors }): [string, ComponentLifetime] => [
      id,
      {
        firstAt: firstOf(id, series) ?? (monitors.length === 0 ? (first.get(id) ?? null) : null),
        goneAt: null,
        watched: monitors.length > 0,
      },
    ]),
    ...removed.map(({ component, firstAt, goneAt }): [string, ComponentLifetime] => [
      component,
      {
        firstAt: firstOf(component, series) ?? (watched.has(component) ? null : firstAt),
        goneAt,
        watched: watched.has(component),
      },
    ]),
  ])
  const read: PeriodReaders = {
    series,
    notices,
    lives,
    metrics: metrics.map((metric) => ({
      metric,
      hours: hours.get(metric.id) ?? [],
      before: values.get(metric.id) ?? null,
    })),
    before,
  }
  const past = removed.map(
    ({ component, body }) => body ?? { id: component, name: component, group: null, tier: null },
  )
  const every = reportTermsOf(config, past)
  const evidences = evidencesOf(read, every, period, until)
  // A component that had not begun yet has no place in what is frozen: it comes out the same whenever that is done.
  const begun = (id: string): boolean => (evidences.get(id)?.firstAt ?? Infinity) < until
  const left = new Set(past.map((one) => one.id))
  const terms: ReportTerms = {
    ...every,
    components: every.components.filter(({ id }) => begun(id) || !(begunOnly || left.has(id))),
  }
  const input = await inputOf(store, config, read, evidences, terms, period, until)
  return { report: buildReport(input, period, now), read }
}

/** The first check of a component by some series, ms; null without any. */
export const firstOf = (component: string, series: readonly SeriesPast[]): number | null => {
  const firsts = series.filter((one) => one.component === component).map((one) => one.firstAt)
  return firsts.length > 0 ? Math.min(...firsts) : null
}

/** Whether nobody else was ever to watch the monitor of a series. */
const isSoleRegion = ({ region, assignments }: SeriesPast): boolean =>
  assignments.every(({ regions }) => regions.length === 1 && regions[0] === region)

/** The parts of a month's facts that some series make, by their keys. */
export async function seriesParts(
  store: StoreReader,
  past: readonly SeriesPast[],
  period: ReportPeriod,
): Promise<(readonly [string, SeriesPart])[]> {
  const parts: (readonly [string, SeriesPart])[] = []
  for (const [monitor, regions] of Map.groupBy(past, (one) => one.monitor)) {
    const hours = await hoursOf(store, monitor, period)
    for (const one of regions) {
      const { component, cadence, refolds, firstAt, line, region } = one
      const part = { component, cadence, refolds, firstAt, line, hours: hoursDigest(hours.get(region) ?? []) }
      parts.push([seriesKey(one), { ...part, ...(!isSoleRegion(one) && { assignments: one.assignments }) }])
    }
  }
  return parts
}

const reported = ({
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
}: Config['metrics'][number]): ReportedMetric => ({
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
})
