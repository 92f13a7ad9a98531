import type { Availability } from '../availability/availability-types.ts'
import type { CountedSlice } from '../availability/counted-slices.ts'
import { countedPart, excludedIn } from '../explain/explain.ts'
import { windowDocument } from '../explain/maintenance-document.ts'
import type { Evidence } from '../explain/explanation.ts'
import { type Interval, clip } from '../time/interval.ts'
import { evaluateAvailability, evaluateResponse, worstVerdict } from '../slo/evaluate.ts'
import type { Tier, Verdict } from '../slo/objective.ts'
import type { ReportBudget, ReportComponent, ReportDay, ReportResponse, Terms } from './report-document.ts'
import type { ReportInput, ReportPeriod } from './report-input.ts'
import { instant, instantOrNull } from './report-period.ts'
import { type Weights, figureOf } from '../availability/availability.ts'

/** A day of the report's zone, in the part of it that has begun. */
export type ReportedDay = Interval & { readonly date: string }

/** Nobody answered. */
export const noResponse: ReportResponse = { checks: 0, mean: null, p50: null, p95: null, p99: null }

/** Response time with its names in the order of the document. */
export const responseIn = (of: ReportResponse | undefined): ReportResponse => {
  const { checks, mean, p50, p95, p99 } = of ?? noResponse
  return { checks, mean, p50, p95, p99 }
}

/** Availability with its names in the order of the document. */
const availabilityIn = (of: Availability): Availability => ({
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
export function slicesIn(slices: readonly CountedSlice[], { from, to }: Interval): CountedSlice[] {
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
function figuresIn(
  evidence: Evidence,
  spans: readonly Interval[],
  until: number,
  weights: Weights,
): Availability[] {
  const excluded = excludedIn(evidence)
  return spans.map((span) =>
    availabilityIn(figureOf(evidence.slices, excluded, countedPart(evidence, span, until), weights)),
  )
}

/** A component of a report; `incidents` are the ids of those that name it, for the period and by date, oldest first. */
export function componentOf(
  named: Terms['components'][number],
  facts: ReportInput['components'][number],
  incidents: { readonly all: readonly string[]; readonly days: Readonly<Record<string, readonly string[]>> },
  period: ReportPeriod,
  days: readonly ReportedDay[],
  until: number,
  terms: Terms,
): ReportComponent {
  const { evidence } = facts
  const { weights } = terms.uptime
  const tier = terms.tiers.find((one) => one.id === named.tier) ?? null
  const counted = countedPart(evidence, period, until)
  const [whole, ...byDay] = figuresIn(evidence, [period, ...days], until, weights)
  return {
    id: named.id,
    name: named.name,
    group: named.group,
    tier: named.tier,
    first_at: instantOrNull(evidence.firstAt),
    gone_at: instantOrNull(evidence.goneAt),
    availability: whole!,
    budget: budgetOf(whole!, tier, period, until, terms),
    response: responseIn(facts.whole),
    response_promise: promiseOf(facts, tier, period, days, counted, terms),
    days: days.map(({ date }, i): ReportDay => ({
      ...byDay[i]!,
      ...responseIn(facts.days[date]),
      date,
      incidents: incidents.days[date] ?? [],
    })),
    incidents: incidents.all,
    slices: slicesIn(evidence.slices, counted).map(({ from, to, status }) => ({
      from: instant(from),
      to: instant(to),
      status,
    })),
    windows: evidence.windows
      .filter((one) => one.from < period.to && one.to > period.from)
      .map((one) => windowDocument(one, clip(one.excluded, counted))),
  }
}

/** A share in millionths as a percentage, without its sign: 999500 is `99.95`. */
const percentage = (millionths: number): string => String(millionths / 10_000)

const calendarOf = { daily: 'day', monthly: 'month' } as const

/** The budget of the period, where that is what the promise is about; null where it is kept over another one. */
function budgetOf(
  measured: Availability,
  tier: Tier | null,
  period: ReportPeriod,
  until: number,
  { objectives }: Terms,
): ReportBudget | null {
  if (!tier || tier.availability === null || objectives.windows.availability !== calendarOf[period.kind])
    return null
  const { budget } = evaluateAvailability(measured, tier.availability, period, until)
  const { target, allowed, spent, remaining, burn, verdict } = budget
  return { target: percentage(target), allowed, spent, remaining, burn, verdict }
}

function promiseOf(
  facts: ReportInput['components'][number],
  tier: Tier | null,
  period: ReportPeriod,
  days: readonly ReportedDay[],
  counted: Interval,
  { objectives }: Terms,
): ReportComponent['response_promise'] {
  const target = tier?.responseP95 ?? null
  if (target === null) return null
  const window = objectives.windows.responseP95
  const lived = days.filter((one) => one.from < counted.to && one.to > counted.from)
  const windows: readonly ReportResponse[] | null =
    window === 'day'
      ? lived.map(({ date }) => responseIn(facts.days[date]))
      : window === calendarOf[period.kind] && lived.length > 0
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
