import { dayOf } from '../core/time/calendar.ts'
import type { Config } from '../core/config/config.ts'
import { createWindowCounter, evidenceOf, historyOf } from '../core/explain/evidence.ts'
import type { Evidence } from '../core/explain/explanation.ts'
import { previousPeriodSummary } from '../core/report/build-report.ts'
import type { MetricConfig, MetricRollup } from '../core/metric/metric.ts'
import { summariseRollups } from '../core/metric/summarise-rollups.ts'
import { type HealthStep, combineTimelines } from '../core/monitoring/combine-timelines.ts'
import type { Report, ReportPreviousPeriod, ReportTerms } from '../core/report/report-document.ts'
import type { ReportInput, ReportPeriod } from '../core/report/report-input.ts'
import { daysOfPeriod } from '../core/report/report-period.ts'
import { incidentsByComponent } from '../core/incident/incident-index.ts'
import { maintenanceByComponent } from '../core/maintenance/component-maintenance.ts'
import { type RollupCache, createRollupCache } from '../publishing/gather/rollup-cache.ts'
import type { SeriesPast, PeriodNotices } from './period-facts.ts'
import type { StoreReader } from '../store/store.ts'

/** A metric as a report keeps it: without where it is fetched. */
export type ReportedMetric = Omit<MetricConfig, 'pull' | 'public'>

/** The life of a component: when it began by its checks or its configuration, and when it left that; ms. */
export type ComponentLifetime = {
  readonly firstAt: number | null
  readonly goneAt: number | null
  /** Does it have monitors, be it that none has looked yet? Nobody knows then how it is, unless somebody says so. */
  readonly watched: boolean
}

/** What is told of the period before, and the values of its metrics; null and nothing where that is not known. */
export type PreviousPeriod = {
  readonly before: ReportPreviousPeriod | null
  readonly values: ReadonlyMap<string, number | null>
}

/** What the report of a period tells that of the next one. */
export const reportsAnything = (report: Report | null): PreviousPeriod => ({
  before: report && previousPeriodSummary(report),
  values: new Map(report?.metrics.map((one) => [one.id, one.value])),
})

/** What a report is made of, as it was read. */
export type PeriodReaders = {
  readonly series: readonly SeriesPast[]
  readonly notices: PeriodNotices
  readonly lives: ReadonlyMap<string, ComponentLifetime>
  readonly metrics: readonly {
    readonly metric: ReportedMetric
    readonly hours: readonly MetricRollup[]
    readonly before: number | null
  }[]
  readonly before: ReportPreviousPeriod | null
}

/**
 * What the figures of every component are computed from, up to an instant (ms) of the period. A component is judged by
 * the terms, not by the present configuration.
 */
export function evidencesOf(
  { series, notices, lives }: PeriodReaders,
  terms: Pick<ReportTerms, 'notice' | 'uptime'>,
  period: ReportPeriod,
  until: number,
): ReadonlyMap<string, Evidence> {
  const span = { from: period.from, to: until }
  const seriesOf = Map.groupBy(series, (one) => one.component)
  const about = incidentsByComponent(notices.incidents)
  const work = maintenanceByComponent(notices.maintenances, span, true)
  const counted = createWindowCounter(terms)
  return new Map(
    [...lives].map(([id, life]) => {
      const monitors = Map.groupBy(seriesOf.get(id) ?? [], (one) => one.monitor)
      const timelines = [...monitors.values()].map(monitorTimeline)
      if (timelines.length === 0 && life.watched) timelines.push([])
      const history = historyOf({ id }, { ...life, timelines }, about.get(id) ?? [], [], span, until)
      return [id, evidenceOf(history, (work.get(id) ?? []).map(counted), span, life.goneAt)] as const
    }),
  )
}

/** The series of one monitor together. */
const monitorTimeline = (series: readonly SeriesPast[]): readonly HealthStep[] =>
  combineTimelines(
    new Map(
      series.map(({ region, line }) => [region, line.map(([at, health]) => ({ at, health }))] as const),
    ),
    series.find(({ assignments }) => assignments.length > 0)?.assignments ?? [],
  )

/** What a report of a period is made of, response times included. */
export async function inputOf(
  store: StoreReader,
  config: Pick<Config, 'page'>,
  read: PeriodReaders,
  evidences: ReadonlyMap<string, Evidence>,
  terms: ReportTerms,
  period: ReportPeriod,
  until: number,
): Promise<ReportInput> {
  const zone = terms.timezone
  const span = { from: period.from, to: until }
  const days = daysOfPeriod(period, until, zone)
  const latency = await latencies(store, read.series, span, zone === config.page.timezone)
  const responses = (ids: readonly string[]) => ({
    whole: latency.response(ids, span),
    days: Object.fromEntries(days.map((one) => [one.date, latency.response(ids, one)])),
  })
  const ids = terms.components.map((one) => one.id)
  return {
    page: config.page.name,
    terms,
    components: ids.flatMap((id) => {
      const evidence = evidences.get(id)
      return evidence ? [{ id, evidence, ...responses([id]) }] : []
    }),
    response: responses(ids),
    incidents: read.notices.incidents,
    maintenances: read.notices.maintenances,
    metrics: read.metrics.map(({ metric, hours, before }) => ({
      metric,
      whole: summariseRollups(metric.summary, hours),
      days: [...Map.groupBy(hours, (one) => dayOf(one.at, zone))].map(([date, some]) => ({
        date,
        value: summariseRollups(metric.summary, some).value!,
      })),
      before,
    })),
    deployments: read.notices.deployments.length > 0 ? read.notices.deployments : null,
    before: read.before,
  }
}

/** Response times; by whole days where the store cuts them in the report's own zone, else from hours. */
async function latencies(
  store: StoreReader,
  series: readonly SeriesPast[],
  span: { readonly from: number; readonly to: number },
  sameZone: boolean,
): Promise<RollupCache> {
  const componentOf = new Map(series.map((one) => [one.monitor, one.component]))
  if (componentOf.size === 0) return createRollupCache()
  const rows = await store.rollups(sameZone ? 'day' : 'hour', span, [...componentOf.keys()])
  return createRollupCache().merge(rows, ({ monitor }) => componentOf.get(monitor))
}
