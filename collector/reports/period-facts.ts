import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import type { Config } from '../core/config/config.ts'
import type { Deployment } from '../core/deployment/deployment.ts'
import type { KnownHealth } from '../core/monitoring/health.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Interval } from '../core/time/interval.ts'
import { type Maintenance, beginsAt, endsAt } from '../core/maintenance/maintenance.ts'
import type { MetricRollup } from '../core/metric/metric.ts'
import type { Cadence } from '../core/monitoring/monitor.ts'
import type { RegionAssignment } from '../core/monitoring/quorum.ts'
import { seriesKey } from '../core/monitoring/series-name.ts'
import { applySilence } from '../core/monitoring/apply-checks.ts'
import type { Rollup, Series } from '../store/check-store.ts'
import type { ComponentRecord } from '../store/component-store.ts'
import type { StoreReader } from '../store/store.ts'

/** What a series tells of a span: whose checks they are, and what was known when. */
export type SeriesPast = {
  readonly monitor: string
  readonly region: string
  readonly component: string
  readonly cadence: Cadence | null
  readonly refolds: number
  /** Its first check ever, ms. */
  readonly firstAt: number
  /** Changes of what was known inside the span, and the one in force at its beginning, oldest first. */
  readonly line: readonly (readonly [at: number, health: KnownHealth])[]
  /** From where its monitor was to be watched until the end of the span, oldest first; the same for all of its series. */
  readonly assignments: readonly RegionAssignment[]
}

/** What is told of a span (ms) beside checks; the same for every component. */
export type PeriodNotices = {
  /** Begun before its end, oldest first, withdrawn ones left out. */
  readonly incidents: readonly Incident[]
  /** Those that touch it, oldest first, withdrawn ones left out. */
  readonly maintenances: readonly Maintenance[]
  /** Begun before its end. */
  readonly deployments: readonly Deployment[]
}

/** Whose checks a series holds, and how often it looks: as configured now, or else as it last was. */
function componentsOfSeries(series: Series, config: Pick<Config, 'components'>) {
  for (const component of config.components) {
    const monitor = component.monitors.find((one) => one.id === series.monitor)
    if (monitor) {
      const { every, timeout, confirm } = monitor
      return { component: component.id, cadence: { every, timeout, confirm } satisfies Cadence }
    }
  }
  return { component: series.component, cadence: series.cadence }
}

/** The past of some series inside a span (ms), those without a check before its end left out. */
export async function seriesPast(
  store: StoreReader,
  config: Pick<Config, 'components'>,
  series: readonly Series[],
  span: Interval,
  now: number,
): Promise<SeriesPast[]> {
  const started = series.filter((one) => one.firstAt !== null && one.firstAt < span.to)
  if (started.length === 0) return []
  const changes = Map.groupBy(
    await store.transitions(span, [...new Set(started.map((one) => one.monitor))]),
    seriesKey,
  )
  return started.flatMap((one): SeriesPast[] => {
    const { component, cadence } = componentsOfSeries(one, config)
    if (component === null) return []
    const { monitor, region, rebuilds, firstAt, state } = one
    // Of what no longer looks, time itself says that nobody did.
    const silent = state && cadence ? applySilence(state, now, cadence).transitions : []
    const line = [...(changes.get(seriesKey(one)) ?? []), ...silent.filter(({ at }) => at < span.to)]
    return [
      {
        monitor,
        region,
        component,
        cadence,
        refolds: rebuilds,
        firstAt: firstAt!,
        // When what held at its beginning had begun is no fact of the span.
        line: line.map(({ at, health }) => [Math.max(at, span.from), health] as const),
        assignments: one.assignments.filter(({ from }) => from < span.to),
      },
    ]
  })
}

/** Incidents, maintenances and deployments of a span (ms). */
export async function noticesIn(store: StoreReader, span: Interval): Promise<PeriodNotices> {
  const [incidents, maintenances, deployments] = await Promise.all([
    store.incidents(),
    store.maintenances(),
    store.deployments(),
  ])
  return noticesUntil({ incidents, maintenances, deployments }, span)
}

/** Of everything told, what belongs to a span. */
const noticesUntil = (
  { incidents, maintenances, deployments }: PeriodNotices,
  span: Interval,
): PeriodNotices => ({
  incidents: incidents
    .filter((one) => !one.withdrawn && one.startedAt < span.to)
    .toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1)),
  maintenances: maintenances
    .filter((one) => !one.withdrawn && beginsAt(one) < span.to && endsAt(one) > span.from)
    .toSorted((a, b) => a.scheduledFor - b.scheduledFor || (a.id < b.id ? -1 : 1)),
  deployments: deployments
    .filter((one) => one.startedAt < span.to)
    .toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1)),
})

/**
 * Components that may have counted in a span and are no longer configured. When they were first configured says nothing of
 * it: their past may have been imported.
 */
export const removedBefore = (
  records: readonly ComponentRecord[],
  config: Pick<Config, 'components'>,
  span: Interval,
): readonly ComponentRecord[] =>
  records.filter(
    (one) =>
      one.goneAt !== null &&
      one.goneAt > span.from &&
      !config.components.some(({ id }) => id === one.component),
  )

/** Hours of one monitor's checks inside a span, region by region; others get the processor in between. */
export async function hoursOf(
  store: StoreReader,
  monitor: string,
  span: Interval,
): Promise<ReadonlyMap<string, readonly Rollup[]>> {
  await yieldToEventLoop()
  return Map.groupBy(await store.rollups('hour', span, [monitor]), (one) => one.region)
}

/** Hours of metrics inside a span, by metric. */
export async function metricsOf(
  store: StoreReader,
  ids: readonly string[],
  span: Interval,
): Promise<ReadonlyMap<string, readonly MetricRollup[]>> {
  if (ids.length === 0) return new Map()
  return Map.groupBy(await store.metricHours(span, ids), (one) => one.metric)
}
