import { dayInterval, daysEndingAt } from '../../collector/core/time/calendar.ts'
import type { CountedSlice } from '../../collector/core/availability/counted-slices.ts'
import { availabilityAt } from '../../collector/core/explain/evidence.ts'
import type { Evidence } from '../../collector/core/explain/explanation.ts'
import { evaluateAvailability, evaluateResponse } from '../../collector/core/slo/evaluate.ts'
import type { Objectives, Tier } from '../../collector/core/slo/objective.ts'
import { windowAt } from '../../collector/core/time/period.ts'
import type { Regression } from '../../collector/core/slo/regression.ts'
import type { ResponseTimes } from '../../collector/core/report/report-document.ts'
import type { ComponentView, DayView } from '../../collector/core/snapshot/snapshot.ts'
import { defaultWeights } from '../../collector/core/availability/availability.ts'

/** The levels of the handbook. */
export const sampleTiers: readonly Tier[] = [
  {
    id: 'standard',
    name: 'Standard',
    description: null,
    availability: 999_000,
    responseP95: 2_000,
    price: { fr: 'Gratuit', en: 'Free' },
    support: { fr: 'Communauté', en: 'Community' },
  },
  {
    id: 'professional',
    name: 'Professional',
    description: null,
    availability: 999_500,
    responseP95: 1_500,
    price: { fr: '29\u00a0$ par mois', en: '$29 a month' },
    support: { fr: 'E-mail et chat', en: 'E-mail and chat' },
  },
  {
    id: 'enterprise',
    name: 'Enterprise',
    description: null,
    availability: 999_900,
    responseP95: 1_000,
    price: null,
    support: null,
  },
]

/** What the handbook promises of every incident. */
export const sampleObjectives: Objectives = {
  recovery: 15 * 60_000,
  resolution: 4 * 3_600_000,
  response: null,
  dataLoss: 0,
  windows: { availability: 'month', responseP95: 'day' },
  custom: [],
}

/** Response time of a sample month. */
export const sampleResponse: ResponseTimes = { checks: 60_000, mean: 224, p50: 201, p95: 482, p99: 811 }

const noRegression: Regression = {
  p95: 460,
  checks: 118,
  baseline: 451,
  baselineChecks: 19_800,
  change: 460 / 451 - 1,
  level: 'none',
}

/** Evidence that says what the days say: each day's downtime at noon. */
function evidenceOfDays(days: readonly DayView[], firstAt: number, now: number, zone: string): Evidence {
  const slices: CountedSlice[] = []
  let at = dayInterval(days[0]!.date, zone).from
  const add = (to: number, status: CountedSlice['status']): void => {
    if (to > at) slices.push({ from: at, to, status })
    at = Math.max(at, to)
  }
  add(firstAt, 'unknown')
  for (const { date, down, worst } of days) {
    if (down === 0) continue
    const status = worst === 'partial_outage' ? 'partial_outage' : 'major_outage'
    const noon = dayInterval(date, zone).from + 12 * 3_600_000
    add(noon, 'operational')
    add(noon + Math.ceil((down * 1000) / defaultWeights[status]), status)
  }
  add(now, 'operational')
  return { firstAt, goneAt: null, slices, windows: [] }
}

/** What a sample component promises and kept, from its days. */
export function samplePromised(
  component: Omit<ComponentView, 'evidence' | 'objectives' | 'month' | 'months' | 'regression'>,
  now: number,
  zone: string,
): ComponentView {
  const { days } = component
  const first = dayInterval(daysEndingAt(now, days.length, zone)[0]!, zone).from
  const evidence = evidenceOfDays(days, Math.max(component.firstAt ?? now, first), now, zone)
  const tier = sampleTiers.find(({ id }) => id === component.tier)
  const month = windowAt('month', now, zone)
  const measured = availabilityAt(evidence, month, now, defaultWeights)
  return {
    ...component,
    evidence,
    objectives: {
      availability: tier ? evaluateAvailability(measured, tier.availability!, month, now) : null,
      response: tier ? evaluateResponse(days.at(-1)!, tier.responseP95!, windowAt('day', now, zone)) : null,
    },
    month: measured,
    months: { '2026-11': sampleResponse },
    regression: noRegression,
  }
}
