import type { Config } from '../core/config/config.ts'
import { buildReport } from '../core/report/build-report.ts'
import type { Report, ReportTerms } from '../core/report/report-document.ts'
import type { ReportPeriod } from '../core/report/report-input.ts'
import { firstOf, seriesParts } from './frozen-report.ts'
import { isSamePast } from './report-changes.ts'
import {
  type BeforePart,
  type MonthFacts,
  type SeriesPart,
  metricDigest,
  noticeParts,
} from './report-facts.ts'
import { type SeriesPast, metricsOf, seriesPast, noticesIn } from './period-facts.ts'
import {
  type PreviousPeriod,
  type ComponentLifetime,
  type PeriodReaders,
  evidencesOf,
  inputOf,
} from './period-input.ts'
import { seriesKey } from '../core/monitoring/series-name.ts'
import type { StoreReader } from '../store/store.ts'

/** The facts of a frozen month as they are now, as far as asked; parts that cannot have changed are those of before. */
export async function currentFacts(
  store: StoreReader,
  config: Config,
  period: ReportPeriod,
  now: number,
  before: BeforePart | null,
  knownFacts: MonthFacts,
  sources: { readonly history: boolean; readonly metrics: boolean },
): Promise<MonthFacts> {
  const fresh = sources.history ? await seriesNow(store, config, period, now, knownFacts) : {}
  const notices = await noticesIn(store, period)
  const metrics = sources.metrics
    ? await metricsOf(
        store,
        knownFacts.metrics.map(({ metric }) => metric.id),
        period,
      )
    : null
  return {
    ...knownFacts,
    series: { ...knownFacts.series, ...fresh },
    ...noticeParts(notices, period),
    metrics: metrics
      ? knownFacts.metrics.map(({ metric }) => ({
          metric,
          digest: metricDigest(metrics.get(metric.id) ?? []),
        }))
      : knownFacts.metrics,
    before: before ?? knownFacts.before,
  }
}

/** Series that were folded again since, or are new; all imports fold. */
async function seriesNow(
  store: StoreReader,
  config: Config,
  period: ReportPeriod,
  now: number,
  knownFacts: MonthFacts,
): Promise<Record<string, SeriesPart>> {
  const rebuilt = (await store.series()).filter(
    (one) => knownFacts.series[seriesKey(one)]?.refolds !== one.rebuilds,
  )
  if (rebuilt.length === 0) return {}
  const past = await seriesPast(store, config, rebuilt, period, now)
  return Object.fromEntries(
    (await seriesParts(store, past, period)).map(([key, part]) => {
      const was = knownFacts.series[key]
      // What was known then stays: neither another cadence nor another component makes another past.
      const { component = part.component } = was ?? {}
      const same = was && isSamePast(was, part, period)
      return [key, same ? { ...was, refolds: part.refolds } : { ...part, component }] as const
    }),
  )
}

/** A frozen month recomputed, from its facts as they are now, by its own terms. */
export async function recomputeReport(
  store: StoreReader,
  config: Config,
  period: ReportPeriod,
  was: { readonly report: Report; readonly facts: MonthFacts },
  facts: MonthFacts,
  { before, values }: PreviousPeriod,
): Promise<Report> {
  const series = Object.entries(facts.series).map(([key, part]): SeriesPast => {
    const [monitor = '', region = ''] = key.split('\n')
    return { assignments: [], ...part, monitor, region }
  })
  const hours = await metricsOf(
    store,
    facts.metrics.map(({ metric }) => metric.id),
    period,
  )
  const metricsBefore = new Map(was.report.metrics.map((one) => [one.id, one]))
  const lives = currentLifetimes(series, was.facts, period)
  const read: PeriodReaders = {
    series,
    notices: await noticesIn(store, period),
    lives,
    metrics: facts.metrics.map(({ metric }) => ({
      metric,
      hours: hours.get(metric.id) ?? [],
      before: values.get(metric.id) ?? valueBefore(metricsBefore.get(metric.id)),
    })),
    before: before ?? was.report.before,
  }
  const { terms } = was.report
  const evidences = evidencesOf(read, terms, period, period.to)
  const added = config.components.filter(
    ({ id }) =>
      !terms.components.some((one) => one.id === id) && (evidences.get(id)?.firstAt ?? Infinity) < period.to,
  )
  const all: ReportTerms = {
    ...terms,
    components: [
      ...terms.components,
      ...added.map(({ id, name, group, tier }) => ({ id, name, group, tier })),
    ],
  }
  const input = await inputOf(store, config, read, evidences, all, period, period.to)
  const ended = noticeParts(read.notices, period).deployments
  return buildReport(
    {
      ...input,
      page: was.report.page,
      // That deployments are recorded since is no fact of a month in which none ended.
      deployments:
        was.report.deployments === null && Object.keys(ended).length === 0 ? null : input.deployments,
    },
    period,
    period.to,
  )
}

/** Lives as they were frozen, but for checks from earlier on; and those of components that have a past there now. */
function currentLifetimes(
  series: readonly SeriesPast[],
  was: MonthFacts,
  { from }: ReportPeriod,
): ReadonlyMap<string, ComponentLifetime> {
  const ids = new Set([...Object.keys(was.components), ...series.map((one) => one.component)])
  return new Map(
    [...ids].map((id) => {
      const componentBefore = was.components[id]
      const first = firstOf(id, series)
      const before = componentBefore?.firstAt ?? null
      const same = Math.max(first ?? Infinity, from) >= Math.max(before ?? Infinity, from)
      const { goneAt = null, watched = true } = componentBefore ?? {}
      return [id, { firstAt: same ? before : first, goneAt, watched }] as const
    }),
  )
}

/** What a metric had been before, from how much it grew. */
const valueBefore = (metric: Report['metrics'][number] | undefined): number | null =>
  !metric || metric.growth === null || metric.value === null ? null : metric.value / (1 + metric.growth)
