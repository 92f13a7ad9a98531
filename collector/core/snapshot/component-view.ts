import { hourFloor } from '../time/calendar.ts'
import type { ComponentConfig, Config } from '../config/config.ts'
import { declaredNow } from '../incident/declared-status.ts'
import {
  type EvidencePast,
  evidenceOf,
  excludedAhead,
  availabilityAt,
  availabilityOfEvidence,
  historyOf,
} from '../explain/evidence.ts'
import { excludedIn } from '../explain/explain.ts'
import type { CountedWindow, Evidence } from '../explain/explanation.ts'
import type { ComponentHistory } from '../availability/counted-slices.ts'
import type { KnownHealth, MeasuredStatus, ShownStatus } from '../monitoring/health.ts'
import type { Incident } from '../incident/incident.ts'
import type { Interval } from '../time/interval.ts'
import { evaluateAvailability, evaluateResponse } from '../slo/evaluate.ts'
import { type Maintenance, beginsAt, endsAt } from '../maintenance/maintenance.ts'
import type { Regression } from '../slo/regression.ts'
import type { ReportResponse } from '../report/report-document.ts'
import type { ComponentView, DayView, LatencyPoint } from './snapshot.ts'
import { statusFromMonitors, shownStatus, worst } from '../monitoring/component-status.ts'
import { touchedDays } from '../incident/affected-days.ts'
import { type ComponentMaintenance, maintenanceOf } from '../maintenance/excluded-maintenance.ts'

/** What the store knows of one component, as far as a snapshot needs it. */
export type ComponentFacts = EvidencePast & {
  readonly checkedAt: number | null
  /** By date `YYYY-MM-DD` in the page's zone; days without checks may be absent. */
  readonly days: ReadonlyMap<string, ReportResponse>
  readonly latency: readonly LatencyPoint[]
}

/** What components are seen through: the same for all of them. */
export type ComponentViewWindow = {
  readonly now: number
  /** How far back evidence reaches, ms. */
  readonly from: number
  /** How far ahead maintenance is looked at, ms. */
  readonly ahead: number
  readonly dates: readonly string[]
  readonly intervals: readonly Interval[]
  /** The month that runs. */
  readonly month: Interval
  /** Months that are not frozen. */
  readonly months: readonly { readonly month: string; readonly of: Interval }[]
  /** What the promises of tiers are judged over now. */
  readonly judged: { readonly availability: Interval; readonly response: Interval }
  readonly config: Config
  readonly response: (components: readonly string[], period: Interval) => ReportResponse
  readonly counts: (maintenance: Maintenance) => CountedWindow
}

/** A component of which nothing is stored. */
export const emptyComponentFacts = (component: ComponentConfig): ComponentFacts => ({
  firstAt: null,
  checkedAt: null,
  timelines: component.monitors.map(() => []),
  days: new Map(),
  latency: [],
})
const unmeasured: ReportResponse = { checks: 0, mean: null, p50: null, p95: null, p99: null }
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
  about: readonly Incident[],
  maintenances: readonly Maintenance[],
  regression: Regression | null,
  window: ComponentViewWindow,
): ComponentView {
  const { now, dates, intervals, config } = window
  const { weights } = config.uptime
  const within = { from: window.from, to: now }
  const windows = maintenances.map(window.counts)
  const history = historyOf(component, facts, about, excludedIn({ windows }), within, now)
  const evidence = evidenceOf(history, windows, within, facts.goneAt ?? null)
  const taking = maintenances.filter((one) => one.cancelledAt === null && beginsAt(one) <= now)
  const work = maintenanceOf(taking, intervals, now)
  const days = availabilityOfEvidence(evidence, intervals, now, weights)
  const touching = touchedDays(about, intervals, now)
  // What is shown is what the monitors of today say.
  const timelines = history.monitors.slice(0, component.monitors.length)
  const healths: KnownHealth[] = timelines.map((line) => line[line.length - 1]?.health ?? 'unknown')
  const status = shownStatus({
    declared: heaviestNow(about, component.id),
    maintenanceInProgress: work.underWay.length > 0,
    // What nobody watches runs until somebody declares that it does not.
    monitors: healths.length === 0 ? 'operational' : statusFromMonitors(healths),
  })
  const open = history.declared.filter((one) => one.to >= now)
  return {
    id: component.id,
    name: component.name,
    description: component.description,
    group: component.group,
    tier: component.tier,
    status,
    statusSince: statusSince(timelines, open, work, status),
    firstAt: history.firstAt,
    checkedAt: facts.checkedAt,
    every:
      component.monitors.length > 0 ? Math.min(...component.monitors.map((monitor) => monitor.every)) : null,
    uptime: availabilityAt(evidence, { from: intervals[0]!.from, to: now }, now, weights),
    days: days.map((day, i): DayView => ({
      ...day,
      date: dates[i]!,
      maintenance: work.days[i]!,
      ...(facts.days.get(dates[i]!) ?? unmeasured),
      incidents: touching[i]!,
    })),
    hoursToday: hoursToday(component.id, window),
    spans: spansOf(component.id, window),
    latency: facts.latency,
    evidence,
    promised: promisedOf(component, evidence, windows, window),
    month: availabilityAt(evidence, window.month, now, weights),
    months: Object.fromEntries(
      window.months.map(({ month, of }) => [month, window.response([component.id], of)]),
    ),
    regression: regression ?? noRegression,
  }
}

/** The response of today in the hours that are over: no day of the calendar, so it is added up from its hours. */
function hoursToday(component: string, { now, intervals, response }: ComponentViewWindow): ReportResponse {
  const { from } = intervals[intervals.length - 1]!
  const to = hourFloor(now)
  return to > from ? response([component], { from, to }) : unmeasured
}

/** Response time of the usual spans up to the start of the hour. */
function spansOf(
  component: string,
  { now, intervals, months, response }: ComponentViewWindow,
): Readonly<Record<string, ReportResponse>> {
  const to = hourFloor(now)
  const since = (days: number): number => intervals[Math.max(0, intervals.length - days)]!.from
  const over = (span: Interval): ReportResponse =>
    span.to > span.from ? response([component], span) : unmeasured
  return {
    last_7_days: over({ from: since(7), to }),
    last_30_days: over({ from: since(30), to }),
    recent: over({ from: intervals[0]!.from, to }),
    ...Object.fromEntries(
      months.map(({ month, of }) => [month, over({ from: of.from, to: Math.min(of.to, to) })]),
    ),
  }
}

/** What the tier of a component promises, held against what was measured. */
function promisedOf(
  component: ComponentConfig,
  evidence: Evidence,
  windows: readonly CountedWindow[],
  { now, config, response, judged: { availability: period, response: day } }: ComponentViewWindow,
): ComponentView['promised'] {
  const tier = config.tiers.find((one) => one.id === component.tier)
  return {
    availability:
      tier?.availability == null
        ? null
        : evaluateAvailability(
            availabilityAt(evidence, period, now, config.uptime.weights),
            tier.availability,
            period,
            now,
            excludedAhead(windows, { from: now, to: period.to }),
          ),
    response:
      tier?.responseP95 == null
        ? null
        : evaluateResponse(response([component.id], day), tier.responseP95, day),
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
  work: ComponentMaintenance,
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
