import { dayInterval, daysEndingAt } from './calendar.ts'
import type { ComponentConfig, Config } from './config.ts'
import type { Known, MeasuredStatus, ShownStatus } from './health.ts'
import { declaredNow } from './declaration.ts'
import type { Incident } from './incident.ts'
import type { Interval } from './interval.ts'
import { type Maintenance, beginsAt, endsAt } from './maintenance.ts'
import type { LoadedEntry } from './programme.ts'
import type { ComponentView, DayView, GroupView, LatencyPoint, Percentiles, Snapshot } from './snapshot.ts'
import { type Work, excludedBy, workByComponent, workOf } from './work.ts'
import { incidentsByComponent, touchedDays } from './touched.ts'
import { monitorsSay, shownStatus, worst } from './status.ts'
import { spans } from './timeline.ts'
import type { Transition } from './transition.ts'
import { type ComponentHistory, availability, availabilityByDay, declarations, mean } from './uptime.ts'
import { type Text, inLocale } from './text.ts'

/** Counts and percentiles of one component over one span. */
export type Measured = Percentiles & { readonly checks: number }

/** What the store knows of one component, as far as a snapshot needs it. */
export type ComponentFacts = {
  /** First check of any of its monitors, or for one without monitors its first appearance; ms, null for none. */
  readonly firstAt: number | null
  readonly checkedAt: number | null
  /** Transitions of each of its monitors, oldest first, with the one in force at the start of the window. */
  readonly timelines: readonly (readonly Pick<Transition, 'at' | 'health'>[])[]
  /** By date `YYYY-MM-DD` in the page's zone; days without checks may be absent. */
  readonly days: ReadonlyMap<string, Measured>
  readonly latency: readonly LatencyPoint[]
}

/** Everything a snapshot is made of. */
export type Gathered = {
  readonly now: number
  readonly config: Config
  readonly facts: ReadonlyMap<string, ComponentFacts>
  /** All incidents, newest start first. */
  readonly incidents: readonly Incident[]
  /** All maintenances, latest window first. */
  readonly maintenances: readonly Maintenance[]
  /** Every entry of the programme ever loaded. */
  readonly programme: readonly LoadedEntry[]
  readonly cutOff: boolean
  readonly demo: boolean
}

const noFacts = (component: ComponentConfig): ComponentFacts => ({
  firstAt: null,
  checkedAt: null,
  timelines: component.monitors.map(() => []),
  days: new Map(),
  latency: [],
})
const unmeasured: Measured = { checks: 0, p50: null, p95: null, p99: null }

/** How long after its making a page may be believed, ms: two publications and time for a slow one. */
export const staleAfter = (generatedAt: number, publishEvery: number): number =>
  generatedAt + Math.max(180_000, 2 * publishEvery + 60_000)

/** The dates a page shows: `historyDays` of them, today last. */
export const shownDates = (now: number, config: Config): readonly string[] =>
  daysEndingAt(now, config.page.historyDays, config.page.timezone)

/** The span from the start of the first date shown to the end of today. */
export function shownWindow(now: number, config: Config): Interval {
  const dates = shownDates(now, config)
  const zone = config.page.timezone
  return { from: dayInterval(dates[0]!, zone).from, to: dayInterval(dates[dates.length - 1]!, zone).to }
}

/** Make the snapshot: everything the public may know at one instant. Pure; the same facts give the same value. */
export function assemble(gathered: Gathered): Snapshot {
  const { now, config, incidents } = gathered
  const { page } = config
  const about = incidentsByComponent(incidents)
  const dates = shownDates(now, config)
  const intervals = dates.map((date) => dayInterval(date, page.timezone))
  const work = workByComponent(gathered.maintenances, { from: intervals[0]!.from, to: now + 1 })
  const components = config.components.map((component) =>
    view(
      component,
      gathered.facts.get(component.id) ?? noFacts(component),
      about.get(component.id) ?? [],
      work.get(component.id) ?? [],
      { now, dates, intervals, config },
    ),
  )
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
      collector: null,
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
  }
}

type Window = {
  readonly now: number
  readonly dates: readonly string[]
  readonly intervals: readonly Interval[]
  readonly config: Config
}

function view(
  component: ComponentConfig,
  facts: ComponentFacts,
  about: readonly Incident[],
  maintenances: readonly Maintenance[],
  window: Window,
): ComponentView {
  const { now, dates, intervals, config } = window
  const whole = { from: intervals[0]!.from, to: now }
  const history = historyOf(component, facts, about, excludedBy(maintenances, config), whole, now)
  const work = workOf(maintenances, intervals, now)
  const { firstAt, monitors: timelines, declared } = history
  const { weights } = config.uptime
  const days = availabilityByDay(history, intervals, now, weights)
  const touching = touchedDays(about, intervals, now)
  const healths: Known[] = timelines.map((line) => line[line.length - 1]?.health ?? 'unknown')
  const status = shownStatus({
    declared: heaviestNow(about, component.id),
    maintenanceInProgress: work.underWay.length > 0,
    // What nobody watches runs until somebody declares that it does not.
    monitors: healths.length === 0 ? 'operational' : monitorsSay(healths),
  })
  return {
    id: component.id,
    name: component.name,
    description: component.description,
    group: component.group,
    tier: component.tier,
    status,
    statusSince: statusSince(
      timelines,
      declared.filter((one) => one.to >= now),
      work,
      status,
    ),
    firstAt,
    checkedAt: facts.checkedAt,
    every:
      component.monitors.length > 0 ? Math.min(...component.monitors.map((monitor) => monitor.every)) : null,
    uptime: availability(history, whole, now, weights),
    days: days.map((day, i): DayView => ({
      ...day,
      date: dates[i]!,
      maintenance: work.days[i]!,
      ...(facts.days.get(dates[i]!) ?? unmeasured),
      incidents: touching[i]!,
    })),
    latency: facts.latency,
  }
}

/**
 * The history that the figures of a component are computed from, over a window.
 *
 * @param about incidents that name the component
 * @param excluded what of its maintenances does not count: see `excludedBy`
 */
export function historyOf(
  component: ComponentConfig,
  facts: Pick<ComponentFacts, 'firstAt' | 'timelines'>,
  about: readonly Incident[],
  excluded: readonly Interval[],
  window: Interval,
  now: number,
): ComponentHistory {
  const { declared, falseAlarms } = declarations(about, component.id, now)
  return {
    firstAt: earliest([facts.firstAt, ...declared.map((one) => one.from)]),
    monitors: facts.timelines.map((transitions) => spans(transitions, window)),
    declared,
    excluded,
    falseAlarms,
  }
}

/** What open incidents written by people declare for a component now, the heaviest; null when none does. */
function heaviestNow(about: readonly Incident[], component: string): MeasuredStatus | null {
  const said = about.flatMap((incident) => declaredNow(incident, component) ?? [])
  return said.length > 0 ? (worst(said) as MeasuredStatus) : null
}

/** Since when the component is what it is: the latest change of any of its monitors, declarations or windows. */
function statusSince(
  timelines: ComponentHistory['monitors'],
  open: readonly Interval[],
  work: Work,
  status: ShownStatus,
): number | null {
  if (status === 'under_maintenance') return Math.max(...work.underWay.map(beginsAt))
  const changes = [
    ...work.over.map(endsAt),
    ...timelines.flatMap((line) => line[line.length - 1]?.from ?? []),
    ...open.map((one) => one.from),
  ]
  return status === 'unknown' || changes.length === 0 ? null : Math.max(...changes)
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

const known = (instants: readonly (number | null)[]): number[] =>
  instants.filter((at): at is number => at !== null)
const earliest = (instants: readonly (number | null)[]): number | null =>
  known(instants).length > 0 ? Math.min(...known(instants)) : null
const latest = (instants: readonly (number | null)[]): number | null =>
  known(instants).length > 0 ? Math.max(...known(instants)) : null
