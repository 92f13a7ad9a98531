import type { Availability } from '../availability/availability-types.ts'
import type { CountedSlice } from '../availability/counted-slices.ts'
import { countedIntervalOf, shownFiguresAt } from '../explain/explain.ts'
import { windowDocument } from '../explain/maintenance-document.ts'
import type { Evidence } from '../explain/explanation.ts'
import { type Interval, clip } from '../time/interval.ts'
import { evaluateAvailability, evaluateResponse, worstVerdict } from '../slo/evaluate.ts'
import type { TierObjectives, Verdict } from '../slo/objective.ts'
import type {
  ReportBudget,
  ReportComponent,
  ReportDay,
  ResponseTimes,
  ReportTerms,
} from './report-document.ts'
import type { ReportInput, ReportPeriod } from './report-input.ts'
import { isoInstant, isoInstantOrNull } from '../time/iso-instant.ts'
import type { Weights } from '../availability/availability.ts'

/** A day of the report's zone, in the part of it that has begun. */
export type ReportDayInterval = Interval & { readonly date: string }

/** Nobody answered. */
export const noResponseTimes: ResponseTimes = { checks: 0, mean: null, p50: null, p95: null, p99: null }

/** Response time with its names in the order of the document. */
export const orderedResponse = (of: ResponseTimes | undefined): ResponseTimes => {
  const { checks, mean, p50, p95, p99 } = of ?? noResponseTimes
  return { checks, mean, p50, p95, p99 }
}

/** Availability with its names in the order of the document. */
const orderedAvailability = (of: Availability): Availability => ({
  period: of.period,
  observed: of.observed,
  down: of.down,
  degraded: of.degraded,
  excluded: of.excluded,
  unknown: of.unknown,
  availability: of.availability,
  raw: of.raw,
  lower: of.lower,
  upper: of.upper,
  printed: of.printed,
})

/** The slices inside a span, cut to it; the list is contiguous, so that its ends are found by halving. */
export function clipSlices(slices: readonly CountedSlice[], { from, to }: Interval): CountedSlice[] {
  let low = 0
  let high = slices.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (slices[middle]!.to > from) high = middle
    else low = middle + 1
  }
  const result: CountedSlice[] = []
  for (let i = low; i < slices.length && slices[i]!.from < to; i++) {
    const slice = slices[i]!
    result.push({ from: Math.max(slice.from, from), to: Math.min(slice.to, to), status: slice.status })
  }
  return result
}

/** Figures of a component over several spans, from the same slices and the same exclusions. */
function availabilitiesIn(
  evidence: Evidence,
  spans: readonly Interval[],
  until: number,
  weights: Weights,
): Availability[] {
  return spans.map((span) => orderedAvailability(shownFiguresAt(evidence, span, until, weights)))
}

/**
 * A component of a report.
 *
 * @param incidents ids of those that name it, for the period and by date, oldest first
 * @param excludedAhead time (ms) that announced maintenance will exclude between `until` and the end of the period
 */
export function buildComponentReport(
  component: ReportTerms['components'][number],
  facts: ReportInput['components'][number],
  incidents: { readonly all: readonly string[]; readonly days: Readonly<Record<string, readonly string[]>> },
  period: ReportPeriod,
  days: readonly ReportDayInterval[],
  until: number,
  excludedAhead: number,
  terms: ReportTerms,
): ReportComponent {
  const { evidence } = facts
  const { weights } = terms.uptime
  const tier = terms.tiers.find((one) => one.id === component.tier) ?? null
  const counted = countedIntervalOf(evidence, period, until)
  const [whole, ...byDay] = availabilitiesIn(evidence, [period, ...days], until, weights)
  return {
    id: component.id,
    name: component.name,
    group: component.group,
    tier: component.tier,
    first_at: isoInstantOrNull(evidence.firstAt),
    gone_at: isoInstantOrNull(evidence.goneAt),
    ...(evidence.monitored === false && { monitored: false }),
    availability: whole!,
    budget: budgetOf(whole!, tier, period, until, excludedAhead, terms),
    response: orderedResponse(facts.whole),
    response_promise: responseObjectiveOf(facts, tier, period, days, counted, terms),
    days: days.map(({ date }, i): ReportDay => ({
      ...byDay[i]!,
      ...orderedResponse(facts.days[date]),
      date,
      incidents: incidents.days[date] ?? [],
    })),
    incidents: incidents.all,
    slices: clipSlices(evidence.slices, counted).map(({ from, to, status }) => ({
      from: isoInstant(from),
      to: isoInstant(to),
      status,
    })),
    windows: evidence.windows
      .filter((one) => one.from < period.to && one.to > period.from)
      .map((one) => windowDocument(one, clip(one.excluded, counted))),
  }
}

/** A share in millionths as a percentage, without its sign: 999500 is `99.95`. */
const percentage = (millionths: number): string => String(millionths / 10_000)

const periodUnit = { daily: 'day', monthly: 'month' } as const

/** The budget of the period, where that is what the promise is about; null where it is kept over another one. */
function budgetOf(
  measured: Availability,
  tier: TierObjectives | null,
  period: ReportPeriod,
  until: number,
  excludedAhead: number,
  { objectives }: ReportTerms,
): ReportBudget | null {
  if (!tier || tier.availability === null || objectives.windows.availability !== periodUnit[period.kind])
    return null
  const { budget } = evaluateAvailability(measured, tier.availability, period, until, excludedAhead)
  const { target, allowed, spent, remaining, burnRate, verdict } = budget
  return { target: percentage(target), allowed, spent, remaining, burn: burnRate, verdict }
}

function responseObjectiveOf(
  facts: ReportInput['components'][number],
  tier: TierObjectives | null,
  period: ReportPeriod,
  days: readonly ReportDayInterval[],
  counted: Interval,
  { objectives }: ReportTerms,
): ReportComponent['response_promise'] {
  const target = tier?.responseP95 ?? null
  if (target === null) return null
  const window = objectives.windows.responseP95
  const countedDays = days.filter((one) => one.from < counted.to && one.to > counted.from)
  const windows: readonly ResponseTimes[] | null =
    window === 'day'
      ? countedDays.map(({ date }) => orderedResponse(facts.days[date]))
      : window === periodUnit[period.kind] && countedDays.length > 0
        ? [facts.whole]
        : null
  if (windows === null) return null
  const verdicts = windows.map((one) => evaluateResponse(one, target, period).verdict)
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length
  return {
    target,
    kept: count('kept'),
    at_risk: count('at_risk'),
    broken: count('broken'),
    unknown: count('unknown'),
    verdict: worstVerdict(verdicts),
  }
}
