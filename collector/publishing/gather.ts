import { dayInterval, dayOf, hourFloor } from '../core/time/calendar.ts'
import type { ComponentFacts, SnapshotInput } from '../core/snapshot/assemble-snapshot.ts'
import type { Config } from '../core/config/config.ts'
import { checklistOf, publicChecklist } from '../core/deployment/checklist.ts'
import type { QuietMinute } from '../core/snapshot/bring-forward.ts'
import type { Deployment } from '../core/deployment/deployment.ts'
import { lookBackStart, openMonths } from '../core/snapshot/snapshot-window.ts'
import type { Check } from '../core/monitoring/check.ts'
import { componentTimelines } from '../core/monitoring/component-timelines.ts'
import type { Transition } from '../core/monitoring/transition.ts'
import type { ChangeCounts, ChangeKind } from '../store/changes.ts'
import type { Series } from '../store/check-store.ts'
import type { ComponentRecord } from '../store/component-store.ts'
import type { ConsistentReader, StoreReader } from '../store/store.ts'
import { createMetricCache } from '../metrics/metric-cache.ts'
import { createDateMemo, type DateMemo } from './date-memo.ts'
import { type GatherMemory, emptyMemory, newChecksFrom, renewMemory, seriesKey } from './gather-memory.ts'
import { createRegionReader, regionInstants, regionKeyOf } from './region-facts.ts'
import { createRegressionReader } from './regressions.ts'
import { createMixedResponses, responseReader } from './response-times.ts'

const hour = 3_600_000
/** How far back the response-time chart reaches, ms. */
const chart = 48 * hour

/**
 * Reads what a snapshot is made of, all of it at one instant of the store, and remembers what cannot change any more. What
 * it remembers is held against the counts of changes of that very instant: nobody has to tell it what was written.
 */
export type SnapshotSource = {
  /** Rejects with StoreError. */
  gather(now: number): Promise<GatheredInput>
  /**
   * What has come since a gathering, if that is nothing but checks and points of metrics; else null, and all is to be
   * gathered. Rejects with StoreError.
   */
  quietMinute(since: GatheredInput, now: number): Promise<QuietMinute | null>
}

/** What a snapshot is made of, and how much had been changed when it was read. */
export type GatheredInput = SnapshotInput & {
  readonly counts: ChangeCounts
  /** Every series is being watched by this very process: as long as nothing is written, each is as it was. */
  readonly isWatched: boolean
}

/** What of a store a page shows besides checks and points of metrics. */
const shownKinds = [
  'transitions',
  'history',
  'notices',
  'metric_history',
  'reports',
  'deployments',
  'configuration',
] as const satisfies readonly ChangeKind[]

/**
 * @param live what only the running collector knows
 * @param collecting a collector keeps the timelines of this very process up to now
 */
export function createSnapshotSource(
  store: ConsistentReader,
  config: Config,
  live: () => Pick<SnapshotInput, 'cutOff' | 'demo' | 'runsEvery' | 'identity'>,
  collecting = true,
): SnapshotSource {
  const readRegressions = createRegressionReader(config)
  const metricCache = createMetricCache(config)
  const dates = createDateMemo(config.page)
  let memory = emptyMemory

  return {
    async gather(now) {
      const before = memory
      const { stored, regressions, metrics } = await store.read(async (reader) => {
        const rows = await readStored(reader, config, before, now)
        return {
          stored: rows,
          regressions: await readRegressions(reader, now),
          metrics: await metricCache.read(reader, now, rows.months),
        }
      })
      // Where another gathering has ended meanwhile its memory stays: each is right for the counts it was read at.
      if (memory === before) memory = stored.memory
      dates.shrink()
      const { days, hours, incidents, maintenances, announcements, reports, mixed } = stored.memory
      return {
        now,
        config,
        facts: componentFacts(stored, config, dates, now, collecting),
        incidents,
        maintenances,
        announcements,
        recurringMaintenance: stored.recurringMaintenance,
        response: responseReader({ days, hours, mixed }, dates, now, now - chart),
        regressions,
        metrics,
        deployments: shownDeployments(stored.deployments, stored.from),
        reports,
        ...live(),
        counts: stored.memory.counts!,
        isWatched: collecting && isWatched(stored, config, now),
      }
    },
    quietMinute: (since, now) =>
      store.read(async (reader) => {
        const counts = await reader.changeCounts()
        const isQuiet =
          since.isWatched &&
          since.cutOff === live().cutOff &&
          shownKinds.every((kind) => counts[kind] === since.counts[kind])
        if (!isQuiet) return null
        const checks = await reader.latestChecks()
        const metrics =
          config.metrics.length === 0
            ? since.metrics
            : await metricCache.read(reader, now, openMonthsOf(since, now))
        return {
          now,
          metrics,
          checkedAt: checkedAtOf(config, checks),
          regionsCheckedAt: regionInstants(config, checks),
        }
      }),
  }
}

/** What was read of the store at one instant. */
type StoredRows = {
  readonly memory: GatherMemory
  readonly months: readonly string[]
  /** How far back the snapshot looks, ms. */
  readonly from: number
  readonly series: readonly Series[]
  readonly componentOf: ReadonlyMap<string, string>
  readonly latest: readonly Check[]
  readonly transitions: readonly Transition[]
  readonly appeared: readonly ComponentRecord[]
} & Pick<SnapshotInput, 'recurringMaintenance'> & { readonly deployments: readonly Deployment[] }

async function readStored(
  reader: StoreReader,
  config: Config,
  before: GatherMemory,
  now: number,
): Promise<StoredRows> {
  const { timezone } = config.page
  const notices = await renewMemory(before, reader)
  const frozen = new Set(notices.reports.map((report) => report.period))
  const months = openMonths(now, timezone, (month) => frozen.has(month))
  const from = lookBackStart(now, config, months)
  const series = await reader.series()
  const componentOf = componentsOfMonitors(config, series)
  const monitors = [...componentOf.keys()]
  const latest = await reader.latestChecks()
  const firstInstants = new Map(series.map((one) => [seriesKey(one), one.firstAt] as const))
  const newFrom = hourFloor(newChecksFrom(latest, before.latestAt, (key) => firstInstants.get(key) ?? null))
  // What has been read once stays true, but for the hour and the day that the latest checks may still touch, and for
  // those that checks fell into which were stored late.
  const settledDays = notices.days.since
  const newDays =
    settledDays === null || newFrom >= settledDays
      ? (settledDays ?? from)
      : Math.max(from, dayInterval(dayOf(newFrom, timezone), timezone).from)
  const chartFrom = hourFloor(now - chart)
  const settledHours = notices.hours.since ?? chartFrom
  const newHours = Math.max(chartFrom, Math.min(settledHours, newFrom))
  const dayRows = await reader.rollups('day', { from: newDays, to: now + 1 }, monitors)
  const hourRows = await reader.rollups('hour', { from: newHours, to: now + 1 }, monitors)
  const days = notices.days.merge(dayRows, ({ monitor }) => componentOf.get(monitor))
  const hours = notices.hours.merge(hourRows, ({ monitor }) => componentOf.get(monitor))
  const regionHours = notices.regionHours.merge(hourRows, regionKeyOf(config, componentOf))
  const openDay = dayInterval(dayOf(now - hour, timezone), timezone).from
  const openHour = Math.floor((now - 60_000) / hour) * hour
  return {
    memory: {
      ...notices,
      days: days.settle(openDay, from),
      hours: hours.settle(openHour, chartFrom),
      regionHours: regionHours.settle(openHour, chartFrom),
      mixed: newFrom < settledHours ? createMixedResponses() : notices.mixed,
      latestAt: new Map(latest.map((check) => [seriesKey(check), check.at])),
    },
    months,
    from,
    series,
    componentOf,
    latest,
    transitions: await reader.transitions({ from, to: now + 1 }),
    appeared: await reader.componentRecords(),
    recurringMaintenance: await reader.recurringMaintenance(),
    deployments: await readDeployments(reader, config),
  }
}

/** Of each monitor its component. Checks of monitors that are no longer configured belong where they belonged then. */
function componentsOfMonitors(config: Config, series: readonly Series[]): ReadonlyMap<string, string> {
  const componentOf = new Map(config.components.flatMap((c) => c.monitors.map((m) => [m.id, c.id] as const)))
  for (const { monitor, component } of series)
    if (component !== null && !componentOf.has(monitor)) componentOf.set(monitor, component)
  return componentOf
}

function componentFacts(
  { memory, series, componentOf, latest, transitions, appeared }: StoredRows,
  config: Config,
  dates: DateMemo,
  now: number,
  collecting: boolean,
): ReadonlyMap<string, ComponentFacts> {
  const transitionsOf = Map.groupBy(transitions, (transition) => transition.monitor)
  const seriesOf = Map.groupBy(series, (one) => componentOf.get(one.monitor) ?? '')
  const checked = checkedAtOf(config, latest)
  const first = new Map(appeared.map((one) => [one.component, one.firstAt]))
  const readRegions = createRegionReader(
    config,
    regionInstants(config, latest),
    memory.regionHours,
    dates,
    now,
  )
  const facts = new Map<string, ComponentFacts>()
  for (const component of config.components) {
    const history = componentTimelines(
      component,
      seriesOf.get(component.id) ?? [],
      (monitor) => transitionsOf.get(monitor) ?? [],
      now,
      (region) => collecting && isEvaluated(config, region),
    )
    const { timelines, firstAt } = history
    const watched = readRegions(component, history)
    facts.set(component.id, {
      firstAt: firstAt ?? (component.monitors.length === 0 ? (first.get(component.id) ?? null) : null),
      checkedAt: checked.get(component.id) ?? null,
      timelines,
      days: new Map([...memory.days.of(component.id)].map(([at, measured]) => [dates.dateOf(at), measured])),
      latency: [...memory.hours.of(component.id)]
        .map(([at, { checks: count, p50, p95, p99 }]) => ({ at, checks: count, p50, p95, p99 }))
        .toSorted((a, b) => a.at - b.at),
      ...(watched && { watched }),
    })
  }
  return facts
}

/** All of them, with their check lists where readers see these. */
async function readDeployments(
  reader: StoreReader,
  { deployments: { checklist, publicChecklist: isPublic } }: Config,
): Promise<readonly Deployment[]> {
  const all = await reader.deployments()
  if (!isPublic || checklist.length === 0 || all.length === 0) return all
  const ticks = Map.groupBy(await reader.checklistTicks(), ({ deployment }) => deployment)
  return all.map((one) => ({
    ...one,
    checklist: publicChecklist(checklistOf(checklist, ticks.get(one.id) ?? [])),
  }))
}

/** When each component was last looked at, ms; those that never were are left out. */
function checkedAtOf(config: Config, latest: readonly Check[]): ReadonlyMap<string, number> {
  const byMonitor = new Map<string, number>()
  for (const { monitor, at } of latest) byMonitor.set(monitor, Math.max(at, byMonitor.get(monitor) ?? at))
  return new Map(
    config.components.flatMap(({ id, monitors }) => {
      const checks = monitors.flatMap((monitor) => byMonitor.get(monitor.id) ?? [])
      return checks.length > 0 ? [[id, Math.max(...checks)] as const] : []
    }),
  )
}

/** Whether a running collector keeps the timelines of a region up to now: its own, and those of its agents. */
const isEvaluated = ({ region, regions }: Pick<Config, 'region' | 'regions'>, other: string): boolean =>
  other === region || regions.some(({ id }) => id === other)

/** Longer than the silence of any monitor goes unnoticed, ms: what was not heard of for so long is unknown already. */
const longestSilence = 14 * 24 * hour

/** Whether no series grows silent by the mere passing of time: each is watched from here, or has long been given up. */
function isWatched({ series, latest }: StoredRows, config: Config, now: number): boolean {
  const { components } = config
  const configured = new Set(components.flatMap(({ monitors }) => monitors.map(({ id }) => id)))
  const latestAt = new Map(latest.map((check) => [seriesKey(check), check.at]))
  return series.every(
    (one) =>
      (configured.has(one.monitor) && isEvaluated(config, one.region)) ||
      (latestAt.get(seriesKey(one)) ?? -Infinity) < now - longestSilence,
  )
}

const openMonthsOf = ({ reports, config }: SnapshotInput, now: number): readonly string[] => {
  const frozen = new Set(reports.map((report) => report.period))
  return openMonths(now, config.page.timezone, (month) => frozen.has(month))
}

/** Those that touch the time since an instant; null where none was ever recorded. */
const shownDeployments = (all: readonly Deployment[], from: number): readonly Deployment[] | null =>
  all.length === 0 ? null : all.filter((one) => (one.finishedAt ?? Infinity) >= from)
