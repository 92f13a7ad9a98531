import type { Deployment } from '../deployment/deployment.ts'
import { countedPart, excludedIn } from '../explain/explain.ts'
import { type Interval, subtract, total } from '../time/interval.ts'
import type { Report, ReportBefore } from './report-document.ts'
import { componentOf, noResponse, responseIn, slicesIn } from './component-report.ts'
import { beganIn, idsTouching, incidentsOf, toldIn } from './incident-report.ts'
import type { ReportInput, ReportPeriod } from './report-input.ts'
import { maintenanceIn } from './maintenance-report.ts'
import { metricOf } from './metric-report.ts'
import { daysOfPeriod, instant } from './report-period.ts'
import { mean } from '../availability/availability.ts'

export { reportPeriod } from './report-period.ts'
export { termsOf } from './report-terms.ts'

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
  const told = toldIn(input.incidents, span)
  const facts = new Map(input.components.map((one) => [one.id, one]))
  const components = terms.components.map((named) =>
    componentOf(
      named,
      facts.get(named.id) ?? nothingOf(named.id),
      {
        all: idsTouching(told, named.id, span),
        days: Object.fromEntries(days.map((one) => [one.date, idsTouching(told, named.id, one)])),
      },
      period,
      days,
      until,
      terms,
    ),
  )
  return {
    version: 1,
    kind: period.kind,
    period: period.name,
    timezone: terms.timezone,
    from: instant(period.from),
    to: instant(period.to),
    until: instant(until),
    page: input.page,
    availability: meanOf(components.map((one) => one.availability)),
    affected: affectedIn(input, span),
    response: responseIn(input.response.whole),
    components,
    days: days.map((one, i) => ({
      date: one.date,
      ...meanOf(components.map((component) => component.days[i]!)),
      p95: responseIn(input.response.days[one.date]).p95,
      incidents: told.filter((incident) => beganIn(incident, one)).length,
    })),
    incidents: incidentsOf(told, span, terms),
    maintenance: maintenanceIn(input.maintenances, span, terms.notice),
    metrics: input.metrics.map((one) => metricOf(one, period.kind === 'monthly')),
    deployments: deploymentsIn(input.deployments, span),
    before: input.before,
    terms,
  }
}

/** A component of which nothing is known yet. */
const nothingOf = (id: string): ReportInput['components'][number] => ({
  id,
  evidence: { firstAt: null, goneAt: null, slices: [], windows: [] },
  whole: noResponse,
  days: {},
})

type Figure = Parameters<typeof mean>[0] extends Iterable<infer One> ? One : never

/** The mean of some components, each weighing the same; downtime is theirs, too, rounded up. */
function meanOf(figures: readonly Figure[]): Report['availability'] {
  const { availability, printed } = mean(figures)
  const known = figures.filter((one) => one.availability !== null)
  const down = known.reduce((sum, one) => sum + one.down, 0)
  return { availability, printed, down: known.length === 0 ? 0 : Math.ceil(down / known.length) }
}

/** Time in which at least one component was counted as partly or wholly out, ms; outages that overlap once. */
function affectedIn({ components, terms }: ReportInput, span: Interval): number {
  const named = new Set(terms.components.map((one) => one.id))
  return total(
    components.flatMap(({ id, evidence }) => {
      if (!named.has(id)) return []
      const out = slicesIn(evidence.slices, countedPart(evidence, span, span.to)).filter(
        ({ status }) => status === 'partial_outage' || status === 'major_outage',
      )
      return out.length === 0 ? out : subtract(out, excludedIn(evidence))
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
  const having = (outcome: Deployment['outcome']): number =>
    ended.filter((one) => one.outcome === outcome).length
  return {
    count: ended.length,
    succeeded: having('succeeded'),
    failed: having('failed'),
    rolled_back: having('rolled_back'),
  }
}

/** What the report of the next period says of this one. */
export const comparePrevious = (report: Report): ReportBefore => ({
  period: report.period,
  availability: report.availability.availability,
  printed: report.availability.printed,
  down: report.availability.down,
  incidents: report.incidents.begun,
  mttr: report.incidents.mttr,
  mtta: report.incidents.mtta,
  p95: report.response.p95,
})
