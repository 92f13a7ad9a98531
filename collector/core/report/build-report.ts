import type { Availability } from '../availability/availability-types.ts'
import { isoInstant } from '../time/iso-instant.ts'
import { incidentsByComponent } from '../incident/incident-index.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { countedIntervalOf, exclusionsOf, toCountedWindow } from '../explain/explain.ts'
import { excludedTimeIn } from '../explain/evidence.ts'
import { type Interval, subtract, total } from '../time/interval.ts'
import type { Report, ReportPreviousPeriod, WatchedDeployment } from './report-document.ts'
import { buildComponentReport, noResponseTimes, orderedResponse, clipSlices } from './component-report.ts'
import { beganIn, incidentIdsTouching, buildIncidentsReport, incidentsInReport } from './incident-report.ts'
import type { ReportInput, ReportPeriod } from './report-input.ts'
import { summariseMaintenance } from './maintenance-report.ts'
import { buildMetricReport } from './metric-report.ts'
import { daysOfPeriod } from './report-period.ts'
import { meanAvailability } from '../availability/availability.ts'

export { reportPeriod } from './report-period.ts'
export { reportTermsOf } from './report-terms.ts'

/**
 * A report over a period, as of its end or of now (ms), whichever is earlier. Percentages, times and counts come from the
 * same slices and the same incidents, so that they cannot contradict one another; names stand in one order, so that the
 * same input gives the same JSON.
 */
export function buildReport(input: ReportInput, period: ReportPeriod, now: number): Report {
  const { terms } = input
  const until = Math.max(period.from, Math.min(period.to, now))
  const span = { from: period.from, to: until }
  const days = daysOfPeriod(period, until, terms.timezone)
  const incidents = incidentsInReport(input.incidents, span)
  const facts = new Map(input.components.map((one) => [one.id, one]))
  const byComponent = incidentsByComponent(incidents)
  const incidentIds = (component: string, within: Interval): string[] =>
    incidentIdsTouching(byComponent.get(component) ?? [], within)
  const components = terms.components.map((component) =>
    buildComponentReport(
      component,
      facts.get(component.id) ?? emptyComponent(component.id),
      {
        all: incidentIds(component.id, span),
        days: Object.fromEntries(days.map((one) => [one.date, incidentIds(component.id, one)])),
      },
      period,
      days,
      until,
      excludedTimeIn(
        input.maintenances
          .filter((one) => one.components.includes(component.id) && !one.withdrawn)
          .map((one) => toCountedWindow(one, terms.notice, terms.uptime.excludeMaintenance)),
        { from: until, to: period.to },
      ),
      terms,
    ),
  )
  return {
    version: 1,
    kind: period.kind,
    period: period.name,
    timezone: terms.timezone,
    from: isoInstant(period.from),
    to: isoInstant(period.to),
    until: isoInstant(until),
    page: input.page,
    availability: meanOf(components.map((one) => one.availability)),
    affected: affectedIn(input, span),
    response: orderedResponse(input.response.whole),
    components,
    days: days.map((one, i) => ({
      date: one.date,
      ...meanOf(components.map((component) => component.days[i]!)),
      p95: orderedResponse(input.response.days[one.date]).p95,
      incidents: incidents.filter((incident) => beganIn(incident, one)).length,
    })),
    incidents: buildIncidentsReport(incidents, span, terms),
    maintenance: summariseMaintenance(input.maintenances, span, terms.notice),
    metrics: input.metrics.map((one) => buildMetricReport(one, period.kind === 'monthly')),
    deployments: deploymentsIn(input.deployments, span),
    before: input.before,
    terms,
  }
}

/** A component of which nothing is known yet. */
const emptyComponent = (id: string): ReportInput['components'][number] => ({
  id,
  evidence: { firstAt: null, goneAt: null, slices: [], windows: [] },
  whole: noResponseTimes,
  days: {},
})

/**
 * The mean of the components that have a figure, each weighing the same; downtime is theirs, too, rounded up. One that
 * nothing watches has none unless an outage of it was declared: nobody's word is no measurement.
 */
function meanOf(figures: readonly Availability[]): Report['availability'] {
  const measured = figures.filter((one) => one.printed !== null)
  const { availability, printed } = meanAvailability(measured)
  const down = measured.reduce((sum, one) => sum + one.down, 0)
  return { availability, printed, down: measured.length === 0 ? 0 : Math.ceil(down / measured.length) }
}

/** Time in which at least one component was counted as partly or wholly out, ms; outages that overlap once. */
function affectedIn({ components, terms }: ReportInput, span: Interval): number {
  const componentIds = new Set(terms.components.map((one) => one.id))
  return total(
    components.flatMap(({ id, evidence }) => {
      if (!componentIds.has(id)) return []
      const outages = clipSlices(evidence.slices, countedIntervalOf(evidence, span, span.to)).filter(
        ({ status }) => status === 'partial_outage' || status === 'major_outage',
      )
      return outages.length === 0 ? outages : subtract(outages, exclusionsOf(evidence))
    }),
  )
}

function deploymentsIn(
  deployments: readonly Deployment[] | null,
  { from, to }: Interval,
): Report['deployments'] {
  if (deployments === null) return null
  const ended = deployments.filter(
    (one) => one.finishedAt !== null && one.finishedAt >= from && one.finishedAt < to,
  )
  const countByOutcome = (outcome: Deployment['outcome']): number =>
    ended.filter((one) => one.outcome === outcome).length
  const watched = ended
    .filter(({ watch }) => watch !== undefined)
    .toSorted((a, b) => a.finishedAt! - b.finishedAt! || (a.id < b.id ? -1 : 1))
  return {
    count: ended.length,
    succeeded: countByOutcome('succeeded'),
    failed: countByOutcome('failed'),
    rolled_back: countByOutcome('rolled_back'),
    ...(watched.length > 0 && { watched: watched.map(watchedDeployment) }),
  }
}

const watchedDeployment = ({ version, watch }: Deployment): WatchedDeployment => ({
  version,
  verdict: watch!.verdict,
  exceeded: watch!.findings
    .filter(({ state }) => state === 'exceeded')
    .map(({ trigger, component, measured, limit }) => ({ trigger, component, measured, limit })),
})

/** What the report of the next period says of this one. */
export const previousPeriodSummary = (report: Report): ReportPreviousPeriod => ({
  period: report.period,
  availability: report.availability.availability,
  printed: report.availability.printed,
  down: report.availability.down,
  incidents: report.incidents.begun,
  mttr: report.incidents.mttr,
  mtta: report.incidents.mtta,
  p95: report.response.p95,
})
