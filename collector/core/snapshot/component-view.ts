import { hourFloor } from '../time/calendar.ts'
import type { ComponentConfig, Config } from '../config/config.ts'
import { currentDeclaration } from '../incident/declared-status.ts'
import {
  type HistoryInput,
  evidenceOf,
  excludedTimeIn,
  availabilityAt,
  availabilityOfEvidence,
  historyOf,
} from '../explain/evidence.ts'
import { exclusionsOf, shownFiguresAt } from '../explain/explain.ts'
import type { CountedWindow, Evidence } from '../explain/explanation.ts'
import type { ComponentHistory } from '../availability/counted-slices.ts'
import type { KnownHealth, MeasuredStatus, ShownStatus } from '../monitoring/health.ts'
import type { Incident } from '../incident/incident.ts'
import type { Interval } from '../time/interval.ts'
import { evaluateAvailability, evaluateResponse } from '../slo/evaluate.ts'
import { type Maintenance, beginsAt, endsAt } from '../maintenance/maintenance.ts'
import type { Regression } from '../slo/regression.ts'
import type { ResponseTimes } from '../report/report-document.ts'
import type { RegionFacts } from './region-views.ts'
import type { ComponentView, DayView, LatencyPoint } from './snapshot.ts'
import { statusFromMonitors, shownStatus, worstStatus } from '../monitoring/component-status.ts'
import { incidentIdsByInterval } from '../incident/incident-index.ts'
import { type ComponentMaintenance, maintenanceOf } from '../maintenance/component-maintenance.ts'

/** What the store knows of one component, as far as a snapshot needs it. */
export type ComponentFacts = HistoryInput & {
  readonly checkedAt: number | null
  /** By date `YYYY-MM-DD` in the page's zone; days without checks may be absent. */
  readonly days: ReadonlyMap<string, ResponseTimes>
  readonly latency: readonly LatencyPoint[]
  /** Absent where fewer than two regions are to watch it. */
  readonly watched?: RegionFacts
}

/** What components are seen through: the same for all of them. */
export type ComponentViewWindow = {
  readonly now: number
  /** How far back evidence reaches, ms. */
  readonly from: number
  /** How far ahead maintenance is looked at, ms. */
  readonly lookAheadEnd: number
  readonly dates: readonly string[]
  readonly intervals: readonly Interval[]
  /** The month that runs. */
  readonly month: Interval
  /** Months that are not frozen. */
  readonly months: readonly { readonly month: string; readonly of: Interval }[]
  /** What the promises of tiers are judged over now. */
  readonly objectivePeriods: { readonly availability: Interval; readonly response: Interval }
  readonly config: Config
  readonly response: (components: readonly string[], period: Interval) => ResponseTimes
  readonly countWindow: (maintenance: Maintenance) => CountedWindow
}

/** A component of which nothing is stored. */
export const emptyComponentFacts = (component: ComponentConfig): ComponentFacts => ({
  firstAt: null,
  checkedAt: null,
  timelines: component.monitors.map(() => []),
  days: new Map(),
  latency: [],
})
const noResponseTimes: ResponseTimes = { checks: 0, mean: null, p50: null, p95: null, p99: null }
const noRegression: Regression = {
  p95: null,
  checks: 0,
  baseline: null,
  baselineChecks: 0,
  change: null,
  level: 'unknown',
}

/** What the public may know of one component. */
export function componentView(
  component: ComponentConfig,
  facts: ComponentFacts,
  incidents: readonly Incident[],
  maintenances: readonly Maintenance[],
  regression: Regression | null,
  window: ComponentViewWindow,
): ComponentView {
  const { now, dates, intervals, config } = window
  const { weights } = config.uptime
  const within = { from: window.from, to: now }
  const windows = maintenances.map(window.countWindow)
  const history = historyOf(component, facts, incidents, exclusionsOf({ windows }), within, now)
  const evidence = evidenceOf(history, windows, within, facts.goneAt ?? null)
  const begunMaintenances = maintenances.filter((one) => one.cancelledAt === null && beginsAt(one) <= now)
  const componentMaintenance = maintenanceOf(begunMaintenances, intervals, now)
  const days = availabilityOfEvidence(evidence, intervals, now, weights)
  const incidentIds = incidentIdsByInterval(incidents, intervals, now)
  // What is shown is what the monitors of today say.
  const timelines = history.monitors.slice(0, component.monitors.length)
  const healths: KnownHealth[] = timelines.map((line) => line[line.length - 1]?.health ?? 'unknown')
  const status = shownStatus({
    declared: declaredStatusNow(incidents, component.id),
    maintenanceInProgress: componentMaintenance.underWay.length > 0,
    // What nobody watches runs until somebody declares that it does not.
    monitors: healths.length === 0 ? 'operational' : statusFromMonitors(healths),
  })
  const openDeclarations = history.declarations.filter((one) => one.to >= now)
  return {
    id: component.id,
    name: component.name,
    description: component.description,
    group: component.group,
    tier: component.tier,
    status,
    statusSince: statusSince(timelines, openDeclarations, componentMaintenance, status),
    firstAt: history.firstAt,
    checkedAt: facts.checkedAt,
    every:
      component.monitors.length > 0 ? Math.min(...component.monitors.map((monitor) => monitor.every)) : null,
    uptime: availabilityAt(evidence, { from: intervals[0]!.from, to: now }, now, weights),
    days: days.map((day, i): DayView => ({
      ...day,
      date: dates[i]!,
      maintenance: componentMaintenance.days[i]!,
      ...(facts.days.get(dates[i]!) ?? noResponseTimes),
      incidents: incidentIds[i]!,
    })),
    hoursToday: hoursToday(component.id, window),
    spans: responseBySpan(component.id, window),
    latency: facts.latency,
    evidence,
    objectives: objectivesOf(component, evidence, windows, window),
    month: availabilityAt(evidence, window.month, now, weights),
    months: Object.fromEntries(
      window.months.map(({ month, of }) => [month, window.response([component.id], of)]),
    ),
    regression: regression ?? noRegression,
    ...facts.watched,
  }
}

/** The response of today in the hours that are over: no day of the calendar, so it is added up from its hours. */
function hoursToday(component: string, { now, intervals, response }: ComponentViewWindow): ResponseTimes {
  const { from } = intervals[intervals.length - 1]!
  const to = hourFloor(now)
  return to > from ? response([component], { from, to }) : noResponseTimes
}

/** Response time of the usual spans up to the start of the hour. */
function responseBySpan(
  component: string,
  { now, intervals, months, response }: ComponentViewWindow,
): Readonly<Record<string, ResponseTimes>> {
  const to = hourFloor(now)
  const startDaysAgo = (days: number): number => intervals[Math.max(0, intervals.length - days)]!.from
  const responseOver = (span: Interval): ResponseTimes =>
    span.to > span.from ? response([component], span) : noResponseTimes
  return {
    last_7_days: responseOver({ from: startDaysAgo(7), to }),
    last_30_days: responseOver({ from: startDaysAgo(30), to }),
    recent: responseOver({ from: intervals[0]!.from, to }),
    ...Object.fromEntries(
      months.map(({ month, of }) => [month, responseOver({ from: of.from, to: Math.min(of.to, to) })]),
    ),
  }
}

/** What the tier of a component promises, held against what was measured. */
function objectivesOf(
  component: ComponentConfig,
  evidence: Evidence,
  windows: readonly CountedWindow[],
  { now, config, response, objectivePeriods: { availability: period, response: day } }: ComponentViewWindow,
): ComponentView['objectives'] {
  const tier = config.tiers.find((one) => one.id === component.tier)
  return {
    availability:
      tier?.availability == null
        ? null
        : evaluateAvailability(
            shownFiguresAt(evidence, period, now, config.uptime.weights),
            tier.availability,
            period,
            now,
            excludedTimeIn(windows, { from: now, to: period.to }),
          ),
    response:
      tier?.responseP95 == null
        ? null
        : evaluateResponse(response([component.id], day), tier.responseP95, day),
  }
}

/** What open incidents written by people declare for a component now, the heaviest; null when none does. */
function declaredStatusNow(incidents: readonly Incident[], component: string): MeasuredStatus | null {
  const statuses = incidents.flatMap((incident) => currentDeclaration(incident, component) ?? [])
  return statuses.length > 0 ? (worstStatus(statuses) as MeasuredStatus) : null
}

/** Since when the component is what it is: the latest change of any of its monitors, declarations or windows. */
function statusSince(
  timelines: ComponentHistory['monitors'],
  openDeclarations: readonly Interval[],
  componentMaintenance: ComponentMaintenance,
  status: ShownStatus,
): number | null {
  if (status === 'under_maintenance') return Math.max(...componentMaintenance.underWay.map(beginsAt))
  const changes = [
    ...componentMaintenance.completed.map(endsAt),
    ...timelines.flatMap((line) => line[line.length - 1]?.from ?? []),
    ...openDeclarations.map((one) => one.from),
  ]
  return status === 'unknown' || changes.length === 0 ? null : Math.max(...changes)
}
