import { frozenReport } from '../core/chain.ts'
import type { Config } from '../core/config.ts'
import { beforeOf, makeReport, termsOf } from '../core/make-report.ts'
import { monthBefore } from '../core/period.ts'
import type { Report, Terms } from '../core/report.ts'
import type { ReportPeriod } from '../core/report-input.ts'
import type { Series, Store, StoredReport } from '../store/store.ts'
import {
  type BeforePart,
  type MonthFacts,
  type SeriesPart,
  beforeDigest,
  hoursDigest,
  metricDigest,
  seriesKey,
  toldParts,
} from './month-facts.ts'
import { samePast } from './month-changes.ts'
import { type SeriesPast, goneBy, hoursOf, metricsOf, seriesPast, toldOf } from './period-facts.ts'
import { type Life, type Read, type ReportedMetric, evidencesOf, inputOf } from './period-input.ts'

/** The latest revision of each frozen month. */
export type Frozen = ReadonlyMap<string, StoredReport>

/** What the month before tells a month to tell growth against; nulls where there is no report of it. */
export function beforeIn(frozen: Frozen, period: ReportPeriod) {
  const found = period.kind === 'monthly' ? frozen.get(monthBefore(period.name)) : undefined
  if (!found) return { before: null, values: new Map<string, number | null>(), part: null }
  const report = frozenReport(found)
  const before = beforeOf(report)
  const values = new Map(report.metrics.map((one) => [one.id, one.value]))
  const part: BeforePart = {
    period: found.period,
    revision: found.revision,
    digest: beforeDigest(before, values),
  }
  return { before, values, part }
}

/** The report of any period that is not frozen, from what is stored. */
export async function periodReport(
  store: Store,
  config: Config,
  period: ReportPeriod,
  now: number,
  before: Pick<ReturnType<typeof beforeIn>, 'before' | 'values'>,
): Promise<Report> {
  return (await reportAndRead(store, config, period, now, before, false)).report
}

/** A month that is over, by the present configuration, with the parts of its facts. */
export async function monthReport(
  store: Store,
  config: Config,
  period: ReportPeriod,
  now: number,
  frozen: Frozen,
): Promise<{ readonly report: Report; readonly facts: MonthFacts }> {
  const before = beforeIn(frozen, period)
  const { report, read } = await reportAndRead(store, config, period, now, before, true)
  return {
    report,
    facts: {
      version: 1,
      series: Object.fromEntries(await seriesParts(store, read.series, period)),
      components: Object.fromEntries(read.lives),
      ...toldParts(read.told, period),
      metrics: read.metrics.map(({ metric, hours }) => ({ metric, digest: metricDigest(hours) })),
      before: before.part,
    },
  }
}

async function reportAndRead(
  store: Store,
  config: Config,
  period: ReportPeriod,
  now: number,
  { before, values }: Pick<ReturnType<typeof beforeIn>, 'before' | 'values'>,
  begunOnly: boolean,
): Promise<{ report: Report; read: Read }> {
  const until = Math.min(period.to, now)
  const span = { from: period.from, to: until }
  const [all, known, told] = await Promise.all([store.series(), store.knownComponents(), toldOf(store, span)])
  const series = await seriesPast(store, config, all, span, now)
  const gone = goneBy(known, config, span)
  const first = new Map(known.map((one) => [one.component, one.firstAt]))
  const watched = new Set(all.map((one) => one.component))
  const metrics = config.metrics.filter((one) => one.public).map(reported)
  const hours = await metricsOf(
    store,
    metrics.map((one) => one.id),
    span,
  )
  const lives = new Map<string, Life>([
    ...config.components.map(({ id, monitors }): [string, Life] => [
      id,
      {
        firstAt: firstOf(id, series) ?? (monitors.length === 0 ? (first.get(id) ?? null) : null),
        goneAt: null,
      },
    ]),
    ...gone.map(({ component, firstAt, goneAt }): [string, Life] => [
      component,
      { firstAt: firstOf(component, series) ?? (watched.has(component) ? null : firstAt), goneAt },
    ]),
  ])
  const read: Read = {
    series,
    told,
    lives,
    metrics: metrics.map((metric) => ({
      metric,
      hours: hours.get(metric.id) ?? [],
      before: values.get(metric.id) ?? null,
    })),
    before,
  }
  const past = gone.map(
    ({ component, body }) => body ?? { id: component, name: component, group: null, tier: null },
  )
  const every = termsOf(config, past)
  const evidences = evidencesOf(read, every, period, until)
  // A component that had not begun yet has no place in what is frozen: it comes out the same whenever that is done.
  const begun = (id: string): boolean => (evidences.get(id)?.firstAt ?? Infinity) < until
  const terms: Terms = begunOnly
    ? { ...every, components: every.components.filter((one) => begun(one.id)) }
    : every
  const input = await inputOf(store, config, read, evidences, terms, period, until)
  return { report: makeReport(input, period, now), read }
}

/** The facts of a frozen month as they are now, as far as asked; parts that cannot have changed are those of before. */
export async function factsNow(
  store: Store,
  config: Config,
  period: ReportPeriod,
  now: number,
  frozen: Frozen,
  seen: MonthFacts,
  asked: { readonly history: boolean; readonly metrics: boolean },
): Promise<MonthFacts> {
  const fresh = asked.history ? await seriesNow(store, config, period, now, seen) : {}
  const told = await toldOf(store, period)
  const metrics = asked.metrics
    ? await metricsOf(
        store,
        seen.metrics.map(({ metric }) => metric.id),
        period,
      )
    : null
  return {
    ...seen,
    series: { ...seen.series, ...fresh },
    ...toldParts(told, period),
    metrics: metrics
      ? seen.metrics.map(({ metric }) => ({ metric, digest: metricDigest(metrics.get(metric.id) ?? []) }))
      : seen.metrics,
    before: beforeIn(frozen, period).part ?? seen.before,
  }
}

/** Series that were folded anew since, or are new; all imports fold. */
async function seriesNow(
  store: Store,
  config: Config,
  period: ReportPeriod,
  now: number,
  seen: MonthFacts,
): Promise<Record<string, SeriesPart>> {
  const folded = (await store.series()).filter(
    (one: Series) => seen.series[seriesKey(one)]?.refolds !== one.refolds,
  )
  if (folded.length === 0) return {}
  const past = await seriesPast(store, config, folded, period, now)
  return Object.fromEntries(
    (await seriesParts(store, past, period)).map(([key, part]) => {
      const was = seen.series[key]
      // What was known then stays: neither another cadence nor another component makes another past.
      const { component = part.component } = was ?? {}
      const same = was && samePast(was, part, period)
      return [key, same ? { ...was, refolds: part.refolds } : { ...part, component }] as const
    }),
  )
}

/** A frozen month anew, from its facts as they are now, by its own terms. */
export async function reportAnew(
  store: Store,
  config: Config,
  period: ReportPeriod,
  was: { readonly report: Report; readonly facts: MonthFacts },
  facts: MonthFacts,
  frozen: Frozen,
): Promise<Report> {
  const { before, values } = beforeIn(frozen, period)
  const series = Object.entries(facts.series).map(([key, part]): SeriesPast => {
    const [monitor = '', region = ''] = key.split('\n')
    return { ...part, monitor, region }
  })
  const hours = await metricsOf(
    store,
    facts.metrics.map(({ metric }) => metric.id),
    period,
  )
  const grown = new Map(was.report.metrics.map((one) => [one.id, one]))
  const lives = livesAnew(series, was.facts, period)
  const read: Read = {
    series,
    told: await toldOf(store, period),
    lives,
    metrics: facts.metrics.map(({ metric }) => ({
      metric,
      hours: hours.get(metric.id) ?? [],
      before: values.get(metric.id) ?? valueBefore(grown.get(metric.id)),
    })),
    before: before ?? was.report.before,
  }
  const { terms } = was.report
  const evidences = evidencesOf(read, terms, period, period.to)
  const added = config.components.filter(
    ({ id }) =>
      !terms.components.some((one) => one.id === id) && (evidences.get(id)?.firstAt ?? Infinity) < period.to,
  )
  const all: Terms = {
    ...terms,
    components: [
      ...terms.components,
      ...added.map(({ id, name, group, tier }) => ({ id, name, group, tier })),
    ],
  }
  const input = await inputOf(store, config, read, evidences, all, period, period.to)
  const ended = toldParts(read.told, period).deployments
  return makeReport(
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
function livesAnew(
  series: readonly SeriesPast[],
  was: MonthFacts,
  { from }: ReportPeriod,
): ReadonlyMap<string, Life> {
  const ids = new Set([...Object.keys(was.components), ...series.map((one) => one.component)])
  return new Map(
    [...ids].map((id) => {
      const known = was.components[id]
      const first = firstOf(id, series)
      const before = known?.firstAt ?? null
      const same = Math.max(first ?? Infinity, from) >= Math.max(before ?? Infinity, from)
      return [id, { firstAt: same ? before : first, goneAt: known?.goneAt ?? null }] as const
    }),
  )
}

const firstOf = (component: string, series: readonly SeriesPast[]): number | null => {
  const firsts = series.filter((one) => one.component === component).map((one) => one.firstAt)
  return firsts.length > 0 ? Math.min(...firsts) : null
}

/** What a metric had been before, from how much it grew. */
const valueBefore = (metric: Report['metrics'][number] | undefined): number | null =>
  !metric || metric.growth === null || metric.value === null ? null : metric.value / (1 + metric.growth)

async function seriesParts(
  store: Store,
  past: readonly SeriesPast[],
  period: ReportPeriod,
): Promise<(readonly [string, SeriesPart])[]> {
  const parts: (readonly [string, SeriesPart])[] = []
  for (const [monitor, regions] of Map.groupBy(past, (one) => one.monitor)) {
    const hours = await hoursOf(store, monitor, period)
    for (const one of regions) {
      const { component, cadence, refolds, firstAt, line, region } = one
      const found = hoursDigest(hours.get(region) ?? [])
      parts.push([seriesKey(one), { component, cadence, refolds, firstAt, line, hours: found }])
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
