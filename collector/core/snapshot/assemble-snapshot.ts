import { dayInterval, monthInterval } from '../time/calendar.ts'
import {
  type ComponentFacts,
  type ComponentViewWindow,
  componentView,
  emptyComponentFacts,
} from './component-view.ts'
import { countOnce } from '../explain/evidence.ts'
import type { ComponentConfig, Config } from '../config/config.ts'
import { evaluateCustomObjectives } from '../slo/custom-objectives.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { announcedAhead, readFrom, openMonths, shownDates } from './look-back.ts'
import type { Incident } from '../incident/incident.ts'
import type { Interval } from '../time/interval.ts'
import type { Maintenance } from '../maintenance/maintenance.ts'
import type { MetricView } from '../metric/metric.ts'
import { windowAt } from '../time/period.ts'
import type { LoadedRecurringMaintenance } from '../maintenance/recurring-maintenance.ts'
import type { Regression } from '../slo/regression.ts'
import type { FrozenReport, ReportResponse } from '../report/report-document.ts'
import type { ComponentView, GroupView, Snapshot } from './snapshot.ts'
import { worst } from '../monitoring/component-status.ts'
import { type Text, inLocale } from '../text/localized-text.ts'
import { incidentsByComponent } from '../incident/affected-days.ts'
import { mean } from '../availability/availability.ts'
import { maintenanceByComponent } from '../maintenance/excluded-maintenance.ts'

export type { ComponentFacts } from './component-view.ts'
export { historyOf } from '../explain/evidence.ts'
export { shownWindow } from './look-back.ts'

/** Everything a snapshot is made of. */
export type SnapshotInput = {
  readonly now: number
  readonly config: Config
  readonly facts: ReadonlyMap<string, ComponentFacts>
  /** All incidents, newest start first. */
  readonly incidents: readonly Incident[]
  /** All maintenances, latest window first. */
  readonly maintenances: readonly Maintenance[]
  /** Every entry of the programme ever loaded. */
  readonly programme: readonly LoadedRecurringMaintenance[]
  readonly cutOff: boolean
  readonly demo: boolean
  /**
   * Response time of some components together over a period, ms: to the hour over the last two days, to whole days of the
   * page's zone before.
   */
  readonly response: (components: readonly string[], period: Interval) => ReportResponse
  readonly regressions: ReadonlyMap<string, Regression>
  /** Figures from outside that readers see. */
  readonly metrics: readonly MetricView[]
  /** Newest first; null where none was ever recorded. */
  readonly deployments: readonly Deployment[] | null
  /** Every frozen report, by sequence. */
  readonly reports: readonly FrozenReport[]
}

/** How long after its making a page may be believed, ms: two publications and time for a slow one. */
const staleAfter = (generatedAt: number, publishEvery: number): number =>
  generatedAt + Math.max(180_000, 2 * publishEvery + 60_000)

/** Make the snapshot: everything the public may know at one instant. Pure; the same facts give the same value. */
export function assembleSnapshot(gathered: SnapshotInput): Snapshot {
  const { now, config, incidents, response } = gathered
  const { page } = config
  const about = incidentsByComponent(incidents)
  const frozen = new Set(gathered.reports.map((report) => report.period))
  const months = openMonths(now, page.timezone, (month) => frozen.has(month))
  const window: ComponentViewWindow = {
    now,
    from: readFrom(now, config, months),
    dates: shownDates(now, config),
    intervals: shownDates(now, config).map((date) => dayInterval(date, page.timezone)),
    month: windowAt('month', now, page.timezone),
    judged: {
      availability: windowAt(config.objectives.windows.availability, now, page.timezone),
      response: windowAt(config.objectives.windows.responseP95, now, page.timezone),
    },
    months: months.map((month) => ({ month, of: monthInterval(month, page.timezone) })),
    config,
    response,
    ahead: announcedAhead(now, config),
    counts: countOnce(config),
  }
  const work = maintenanceByComponent(gathered.maintenances, { from: window.from, to: window.ahead }, true)
  const components = config.components.map((component) =>
    componentView(
      component,
      gathered.facts.get(component.id) ?? emptyComponentFacts(component),
      about.get(component.id) ?? [],
      work.get(component.id) ?? [],
      gathered.regressions.get(component.id) ?? null,
      window,
    ),
  )
  const ids = config.components.map((component) => component.id)
  return {
    version: 1,
    generatedAt: now,
    staleAfter: staleAfter(now, config.publish.every),
    page: {
      name: page.name,
      url: page.url,
      locale: page.locale,
      locales: page.locales,
      timezone: page.timezone,
      historyDays: page.historyDays,
      accent: page.theme.accent,
      logo: page.theme.logo,
      css: page.theme.css,
      contact: page.contact,
      demo: gathered.demo,
      hub: config.publish.hub,
    },
    status: worst(components.map((component) => component.status)),
    checkedAt: latest(components.map((component) => component.checkedAt)),
    cutOff: gathered.cutOff,
    groups: groupsOf(config.components, components),
    components,
    incidents,
    maintenances: gathered.maintenances,
    programme: config.programme.flatMap(({ id }) => {
      const loaded = gathered.programme.find((one) => one.entry.id === id)
      if (!loaded) return []
      const { entry, loadedAt, timedAt, sequence } = loaded
      return [{ ...entry, loadedAt, timedAt, sequence }]
    }),
    notice: config.notice,
    priorities: config.priorities,
    excludeMaintenance: config.uptime.excludeMaintenance,
    weights: config.uptime.weights,
    tiers: config.tiers,
    objectives: config.objectives,
    custom: config.objectives.custom.map((objective) =>
      evaluateCustomObjectives(objective, config, components, window),
    ),
    metrics: gathered.metrics,
    response: {
      days: Object.fromEntries(
        window.dates.map((date, i) => [date, response(ids, window.intervals[i]!)] as const),
      ),
      months: Object.fromEntries(window.months.map(({ month, of }) => [month, response(ids, of)])),
    },
    deployments: gathered.deployments,
    reports: gathered.reports,
  }
}

/** Groups in the order in which the configuration first names them. */
function groupsOf(config: readonly ComponentConfig[], views: readonly ComponentView[]): GroupView[] {
  const groups = new Map<string, { name: Text | null; members: ComponentView[] }>()
  config.forEach((component, i) => {
    const key = component.group === null ? '' : `g${inLocale(component.group, '')}`
    const group = groups.get(key)
    if (group) group.members.push(views[i]!)
    else groups.set(key, { name: component.group, members: [views[i]!] })
  })
  return [...groups.values()].map(({ name, members }) => ({
    name,
    components: members.map((member) => member.id),
    status: worst(members.map((member) => member.status)),
    ...mean(members.map((member) => member.uptime)),
  }))
}

const latest = (instants: readonly (number | null)[]): number | null => {
  const known = instants.filter((at) => at !== null)
  return known.length > 0 ? Math.max(...known) : null
}
