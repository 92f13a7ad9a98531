import { dayInterval, monthInterval } from '../time/calendar.ts'
import {
  type ComponentFacts,
  type ComponentViewWindow,
  componentView,
  emptyComponentFacts,
} from './component-view.ts'
import { createWindowCounter } from '../explain/evidence.ts'
import type { Announcement } from '../announcement/announcement.ts'
import type { ComponentConfig, Config } from '../config/config.ts'
import { themePlace } from '../config/theme-place.ts'
import { evaluateCustomObjectives } from './custom-objectives.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { lookAheadEnd, lookBackStart, openMonths, shownDates } from './snapshot-window.ts'
import type { Incident } from '../incident/incident.ts'
import type { Interval } from '../time/interval.ts'
import type { Maintenance } from '../maintenance/maintenance.ts'
import type { MetricView } from '../metric/metric.ts'
import { windowAt } from '../time/period.ts'
import type { LoadedRecurringMaintenance } from '../maintenance/recurring-maintenance.ts'
import type { Regression } from '../slo/regression.ts'
import type { FrozenReport } from '../report/report-link.ts'
import type { ResponseTimes } from '../report/report-document.ts'
import type { ComponentView, GroupView, Snapshot } from './snapshot.ts'
import { worstStatus } from '../monitoring/component-status.ts'
import { type Text, inLocale } from '../text/localized-text.ts'
import { incidentsByComponent } from '../incident/incident-index.ts'
import { addressIdentity } from './page-identity.ts'
import { meanAvailability } from '../availability/availability.ts'
import { maintenanceByComponent } from '../maintenance/component-maintenance.ts'

export type { ComponentFacts } from './component-view.ts'
export { historyOf } from '../explain/evidence.ts'
export { shownWindow } from './snapshot-window.ts'

/** Everything a snapshot is made of. */
export type SnapshotInput = {
  readonly now: number
  readonly config: Config
  readonly facts: ReadonlyMap<string, ComponentFacts>
  /** All incidents, newest start first. */
  readonly incidents: readonly Incident[]
  /** All maintenances, latest window first. */
  readonly maintenances: readonly Maintenance[]
  /** All announcements, newest first. */
  readonly announcements: readonly Announcement[]
  /** Every entry of the programme ever loaded. */
  readonly recurringMaintenance: readonly LoadedRecurringMaintenance[]
  readonly cutOff: boolean
  readonly demo: boolean
  /** How far apart publications are where each is a run of its own, as from cron, ms; null or absent for a collector that stays. */
  readonly runsEvery?: number | null
  /** What programs know the page by; absent: its address. */
  readonly identity?: string
  /**
   * Response time of some components together over a period, ms: to the hour over the last two days, to whole days of the
   * page's zone before.
   */
  readonly response: (components: readonly string[], period: Interval) => ResponseTimes
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
export function assembleSnapshot(input: SnapshotInput): Snapshot {
  const { now, config, incidents, response } = input
  const componentIncidents = incidentsByComponent(incidents)
  const window = viewWindowOf(input)
  const componentMaintenances = maintenanceByComponent(
    input.maintenances,
    { from: window.from, to: window.lookAheadEnd },
    true,
  )
  const components = config.components.map((component) =>
    componentView(
      component,
      input.facts.get(component.id) ?? emptyComponentFacts(component),
      componentIncidents.get(component.id) ?? [],
      componentMaintenances.get(component.id) ?? [],
      input.regressions.get(component.id) ?? null,
      window,
    ),
  )
  const ids = config.components.map((component) => component.id)
  return {
    version: 1,
    generatedAt: now,
    staleAfter: staleAfter(now, Math.max(config.publish.every, input.runsEvery ?? 0)),
    page: publicPage(config, input),
    status: worstStatus(components.map((component) => component.status)),
    checkedAt: latest(components.map((component) => component.checkedAt)),
    cutOff: input.cutOff,
    groups: groupsOf(config.components, components),
    components,
    incidents,
    maintenances: input.maintenances,
    announcements: input.announcements,
    recurringMaintenance: config.recurringMaintenance.flatMap(({ id }) => {
      const loaded = input.recurringMaintenance.find((one) => one.entry.id === id)
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
    customObjectives: config.objectives.custom.map((objective) =>
      evaluateCustomObjectives(objective, config, components, window),
    ),
    metrics: input.metrics,
    response: {
      days: Object.fromEntries(
        window.dates.map((date, i) => [date, response(ids, window.intervals[i]!)] as const),
      ),
      months: Object.fromEntries(window.months.map(({ month, of }) => [month, response(ids, of)])),
    },
    deployments: input.deployments,
    reports: input.reports,
  }
}

/** The time that components are shown over, and what they are measured against in it. */
function viewWindowOf({ now, config, reports, response }: SnapshotInput): ComponentViewWindow {
  const { page } = config
  const frozenPeriods = new Set(reports.map((report) => report.period))
  const months = openMonths(now, page.timezone, (month) => frozenPeriods.has(month))
  return {
    now,
    from: lookBackStart(now, config, months),
    dates: shownDates(now, config),
    intervals: shownDates(now, config).map((date) => dayInterval(date, page.timezone)),
    month: windowAt('month', now, page.timezone),
    objectivePeriods: {
      availability: windowAt(config.objectives.windows.availability, now, page.timezone),
      response: windowAt(config.objectives.windows.responseP95, now, page.timezone),
    },
    months: months.map((month) => ({ month, of: monthInterval(month, page.timezone) })),
    config,
    response,
    lookAheadEnd: lookAheadEnd(now, config),
    countWindow: createWindowCounter(config),
  }
}

/** What readers see of the page itself. */
const publicPage = (
  { page, publish, subscriptions }: Config,
  { demo, identity }: Pick<SnapshotInput, 'demo' | 'identity'>,
): Snapshot['page'] => ({
  name: page.name,
  url: page.url,
  identity: identity ?? addressIdentity(page),
  locale: page.locale,
  locales: page.locales,
  timezone: page.timezone,
  historyDays: page.historyDays,
  accent: page.theme.accent,
  logo: page.theme.logo === null ? null : themePlace(page.theme.logo),
  css: page.theme.css === null ? null : themePlace(page.theme.css),
  contact: page.contact,
  demo,
  hub: publish.hub,
  // A demonstration sends nothing.
  ...((subscriptions.emailChannel !== null || subscriptions.push) &&
    (page.url ?? subscriptions.url) !== null &&
    !demo && {
      subscriptions: {
        email: subscriptions.emailChannel !== null,
        webhook: subscriptions.webhook && subscriptions.emailChannel !== null,
        push: subscriptions.push && page.url !== null,
        url: subscriptions.url,
      },
    }),
  ...(page.words && { words: page.words }),
})

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
    status: worstStatus(members.map((member) => member.status)),
    ...meanAvailability(members.map((member) => member.uptime)),
  }))
}

const latest = (instants: readonly (number | null)[]): number | null => {
  const measured = instants.filter((at) => at !== null)
  return measured.length > 0 ? Math.max(...measured) : null
}
