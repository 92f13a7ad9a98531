import type { ComponentFacts, SnapshotInput } from '../core/snapshot/assemble-snapshot.ts'
import { dayInterval, dayOf } from '../core/time/calendar.ts'
import type { Config } from '../core/config/config.ts'
import type { Deployment } from '../core/deployment/deployment.ts'
import { lookBackStart, openMonths } from '../core/snapshot/snapshot-window.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Interval } from '../core/time/interval.ts'
import { componentTimelines } from '../core/monitoring/component-timelines.ts'
import type { Maintenance } from '../core/maintenance/maintenance.ts'
import type { ResponseTimes } from '../core/report/report-document.ts'
import type { Transition } from '../core/monitoring/transition.ts'
import type { ComponentRecord } from '../store/component-store.ts'
import type { StoredReport } from '../store/report-store.ts'
import { createRollupCache, sumResponses } from './rollup-cache.ts'
import { createMetricCache } from '../metrics/metric-cache.ts'
import { createRegressionReader } from './regressions.ts'
import type { StoreReader } from '../store/store.ts'

const hour = 3_600_000
/** How far back the response-time chart reaches, ms. */
const chart = 48 * hour

/** Reads what a snapshot is made of, and remembers what cannot change any more: closed days, closed hours, incidents. */
export type SnapshotSource = {
  gather(now: number): Promise<SnapshotInput>
  /** Notices this process has just committed: no need to read them again. */
  cacheNotices(changed: {
    readonly incidents?: readonly Incident[]
    readonly maintenances?: readonly Maintenance[]
  }): void
  /** Somebody else has written: believe nothing that is remembered. */
  invalidateAll(): void
  /** Somebody else has written notices. */
  invalidateNotices(): void
  /** Points of days that are over have come. */
  invalidateMetrics(): void
  /** Reports were frozen. */
  invalidateReports(): void
}

/**
 * @param live what only the running collector knows
 * @param collecting a collector keeps the timelines of this very process up to now
 */
export function createSnapshotSource(
  store: StoreReader,
  config: Config,
  live: () => { readonly cutOff: boolean; readonly demo: boolean },
  collecting = true,
): SnapshotSource {
  const { timezone } = config.page
  const configured = new Map(config.components.flatMap((c) => c.monitors.map((m) => [m.id, c.id] as const)))
  const slower = createRegressionReader(store, config)
  const figures = createMetricCache(store, config)
  const days = createRollupCache()
  const hours = createRollupCache()
  let incidents: Map<string, Incident> | null = null
  let maintenances: Map<string, Maintenance> | null = null
  let reports: readonly StoredReport[] | null = null
  // Every component has the same days, and the calendar is slow to ask.
  let dates = new Map<number, string>()
  function dateOf(at: number): string {
    let date = dates.get(at)
    if (date === undefined) dates.set(at, (date = dayOf(at, timezone)))
    return date
  }

  const isMidnight = (at: number): boolean => dayInterval(dateOf(at), timezone).from === at
  /** Whole days, up to now at most, and what is too old to be known by the hour. */
  const inDays = ({ from, to }: Interval, now: number): boolean =>
    (isMidnight(from) && (to >= now || isMidnight(to))) || from < now - chart

  // What ends with an hour that is over stays the same through the next.
  let mixed = new Map<string, ResponseTimes>()
  let mixedAt = -Infinity

  /** Of days in whole and the hours of today, where a period ends with an hour; of days, or of hours, elsewhere. */
  const responseAt = (now: number) => (components: readonly string[], period: Interval) => {
    const today = dayInterval(dateOf(now), timezone).from
    const { from, to } = period
    if (!isMidnight(from) || from >= today || to <= today || to >= now)
      return (inDays(period, now) ? days : hours).response(components, period)
    if (mixedAt !== to) mixed = new Map()
    mixedAt = to
    const key = `${from} ${components.join('\n')}`
    let told = mixed.get(key)
    if (!told) {
      const before = days.sum(components, { from, to: today })
      mixed.set(key, (told = sumResponses(before, hours.sum(components, { from: today, to }))))
    }
    return told
  }

  return {
    async gather(now) {
      reports ??= await store.reports()
      const frozen = new Set(reports.map((report) => report.period))
      const months = openMonths(now, timezone, (month) => frozen.has(month))
      const from = lookBackStart(now, config, months)
      const series = await store.series()
      // Checks of monitors that are no longer configured belong where they belonged then.
      const componentOf = new Map(configured)
      for (const { monitor, component } of series)
        if (component !== null && !componentOf.has(monitor)) componentOf.set(monitor, component)
      const monitors = [...componentOf.keys()]
      // What has been read once stays true, but for the hour and the day that the latest checks may still touch.
      const newDays = days.since ?? from
      const newHours = Math.max(hours.since ?? 0, Math.floor((now - chart) / hour) * hour)
      const [
        latest,
        transitions,
        dayRows,
        hourRows,
        appeared,
        read,
        planned,
        recurringMaintenance,
        deployed,
      ] = await Promise.all([
        store.latestChecks(),
        store.transitions({ from, to: now + 1 }),
        store.rollups('day', { from: newDays, to: now + 1 }, monitors),
        store.rollups('hour', { from: newHours, to: now + 1 }, monitors),
        store.componentRecords(),
        incidents ?? store.incidents(),
        maintenances ?? store.maintenances(),
        store.recurringMaintenance(),
        store.deployments(),
      ])
      incidents ??= new Map((read as readonly Incident[]).map((incident) => [incident.id, incident]))
      maintenances ??= new Map((planned as readonly Maintenance[]).map((one) => [one.id, one]))
      days.take(dayRows, componentOf)
      hours.take(hourRows, componentOf)
      days.settle(dayInterval(dayOf(now - hour, timezone), timezone).from, from)
      hours.settle(Math.floor((now - 60_000) / hour) * hour, Math.floor((now - chart) / hour) * hour)

      const lines = transitionsByMonitor(transitions)
      const seriesOf = Map.groupBy(series, (one) => componentOf.get(one.monitor) ?? '')
      const checked = new Map<string, number>()
      for (const check of latest)
        checked.set(check.monitor, Math.max(check.at, checked.get(check.monitor) ?? 0))
      const first = new Map(appeared.map((one: ComponentRecord) => [one.component, one.firstAt]))

      if (dates.size > 2 * config.page.historyDays + 800) dates = new Map()
      const facts = new Map<string, ComponentFacts>()
      for (const component of config.components) {
        const { timelines, firstAt } = componentTimelines(
          component,
          seriesOf.get(component.id) ?? [],
          (monitor) => lines.get(monitor) ?? [],
          now,
          (region) => collecting && region === config.region,
        )
        const checks = component.monitors
          .map((monitor) => checked.get(monitor.id))
          .filter((at) => at !== undefined)
        facts.set(component.id, {
          firstAt: firstAt ?? (component.monitors.length === 0 ? (first.get(component.id) ?? null) : null),
          checkedAt: checks.length > 0 ? Math.max(...checks) : null,
          timelines,
          days: new Map([...days.of(component.id)].map(([at, measured]) => [dateOf(at), measured])),
          latency: [...hours.of(component.id)]
            .map(([at, { checks: count, p50, p95, p99 }]) => ({ at, checks: count, p50, p95, p99 }))
            .toSorted((a, b) => a.at - b.at),
        })
      }
      // What was taken off the page stays in the store, for the record.
      const told = [...incidents.values()]
        .filter((one) => !one.withdrawn)
        .toSorted((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? -1 : 1))
      const work = [...maintenances.values()]
        .filter((one) => !one.withdrawn)
        .toSorted((a, b) => b.scheduledFor - a.scheduledFor || (a.id < b.id ? -1 : 1))
      return {
        now,
        config,
        facts,
        incidents: told,
        maintenances: work,
        recurringMaintenance,
        response: responseAt(now),
        regressions: await slower(now),
        metrics: await figures.read(now, months),
        deployments: shownDeployments(deployed, from),
        reports,
        ...live(),
      }
    },
    cacheNotices(changed) {
      for (const incident of changed.incidents ?? []) incidents?.set(incident.id, incident)
      for (const one of changed.maintenances ?? []) maintenances?.set(one.id, one)
    },
    invalidateNotices() {
      figures.invalidate()
      incidents = null
      maintenances = null
      reports = null
    },
    invalidateMetrics: figures.invalidate,
    invalidateReports() {
      reports = null
    },
    invalidateAll() {
      mixedAt = -Infinity
      figures.invalidate()
      incidents = null
      maintenances = null
      reports = null
      days.forget()
      hours.forget()
    },
  }
}

/** Those that touch the time since an instant; null where none was ever recorded. */
const shownDeployments = (all: readonly Deployment[], from: number): readonly Deployment[] | null =>
  all.length === 0 ? null : all.filter((one) => (one.finishedAt ?? Infinity) >= from)

function transitionsByMonitor(transitions: readonly Transition[]): Map<string, Transition[]> {
  const lines = new Map<string, Transition[]>()
  for (const transition of transitions) {
    const line = lines.get(transition.monitor)
    if (line) line.push(transition)
    else lines.set(transition.monitor, [transition])
  }
  return lines
}
