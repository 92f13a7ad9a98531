import { type Weights, availabilityByDay, availabilityOf } from '../availability/availability.ts'
import { type ComponentHistory, type CountedSlice, countedSlices } from '../availability/counted-slices.ts'
import { type Sketch, addTo, emptySketch, quantile } from '../availability/latency-sketch.ts'

import type { Regression } from '../slo/regression.ts'
import { windowBurnRate } from '../slo/evaluate.ts'
import { type Interval, clip, union } from '../time/interval.ts'
import { day } from '../time/units.ts'
import type { AlertReading } from './alert.ts'
import { type AlertCondition, type AlertTerm, isMetric, metricIdOf } from './condition.ts'

/** How long one answer took, ms, and when it was asked for, ms. */
export type TimedAnswer = { readonly at: number; readonly took: number }

/** A history in slices, ascending and disjoint, with the time that does not count: the same figures, faster. */
export type CountedHistory = {
  readonly slices: readonly CountedSlice[]
  readonly excluded: readonly Interval[]
}

/** Cut a history into slices over a span. */
export const countHistory = (
  history: ComponentHistory,
  maintenances: readonly Interval[],
  within: Interval,
): CountedHistory => ({
  slices: countedSlices(history, within),
  excluded: clip(union([...history.exclusions, ...maintenances]), within),
})

/** What the figures of one component are worked out from. */
export type ComponentAlertFacts = {
  readonly history: ComponentHistory
  /** The history cut into slices before, where it is asked for at many instants. */
  readonly counted?: CountedHistory
  /** Promised availability, millionths; null where nothing is promised. */
  readonly target: number | null
  /** Checks that answered, oldest first, as far back as any window reaches. */
  readonly answers: readonly TimedAnswer[]
  /** Null where it is not worked out. */
  readonly regression: Regression | null
  /** The first of its certificates to expire: when, ms, and the monitor that saw it; null where none has been seen. */
  readonly certificate: { readonly expiresAt: number; readonly monitor: string } | null
  /** Heartbeat monitors that are missed or failed now; null for a component without any. */
  readonly heartbeats: { readonly missed: readonly string[]; readonly failed: readonly string[] } | null
  /** Windows of maintenance that took place or are under way: what they touch is no reason to tell anybody. */
  readonly maintenances: readonly Interval[]
}

/** What holds of a component at an instant, and is worked out from no window. */
export type PointFacts = Pick<ComponentAlertFacts, 'certificate' | 'heartbeats' | 'regression'>

/** What figures are worked out from that belong to no component. */
export type AlertFacts = {
  readonly now: number
  readonly weights: Weights
  /** The figure of a metric over a window that ends now, or at this instant (null); null where it is not known. */
  readonly metric: (id: string, window: number | null) => number | null
  /** What is wrong with the collector, in words. */
  readonly troubles: readonly string[]
}

/**
 * What a condition measures of a component: a reading for each of its terms that can apply to it. Time of maintenance counts
 * in no window.
 *
 * @param of null for a rule about no component
 */
export function readCondition(
  condition: AlertCondition,
  of: ComponentAlertFacts | null,
  facts: AlertFacts,
): readonly AlertReading[] {
  return condition.flatMap((term) => {
    const reading = readTerm(term, of, facts)
    return reading === null ? [] : [{ term, ...reading }]
  })
}

type TermReading = Pick<AlertReading, 'values' | 'causes'>

const countOf = (causes: readonly string[]): TermReading => ({ values: [causes.length], causes })

/** What is measured of a term; null where it cannot apply. */
function readTerm(term: AlertTerm, of: ComponentAlertFacts | null, facts: AlertFacts): TermReading | null {
  switch (term.figure) {
    case 'collector_trouble':
      return countOf(facts.troubles)
    case 'heartbeat_missed':
      return of?.heartbeats ? countOf(of.heartbeats.missed) : null
    case 'heartbeat_failed':
      return of?.heartbeats ? countOf(of.heartbeats.failed) : null
    case 'certificate_days':
      return of === null
        ? null
        : of.certificate === null
          ? { values: [null] }
          : {
              values: [(of.certificate.expiresAt - facts.now) / day],
              causes: [of.certificate.monitor],
            }
    default: {
      const values = valuesOf(term, of, facts)
      return values === null ? null : { values }
    }
  }
}

/** The values of a term over its windows; null where it cannot apply. */
function valuesOf(
  { figure, windows }: AlertTerm,
  of: ComponentAlertFacts | null,
  facts: AlertFacts,
): readonly (number | null)[] | null {
  if (isMetric(figure)) {
    const id = metricIdOf(figure)
    return (windows.length === 0 ? [null] : windows).map((window) => facts.metric(id, window))
  }
  if (!of) return null
  switch (figure) {
    case 'availability':
      return availabilities(of, windows, facts).map(({ availability }) =>
        availability === null ? null : 100 * availability,
      )
    case 'burn_rate': {
      const { target } = of
      return target === null
        ? null
        : availabilities(of, windows, facts).map((measured, i) =>
            windowBurnRate(measured, target, windows[i]!),
          )
    }
    case 'response_p50':
      return windows.map((window) => responseOver(of, window, 0.5, facts.now))
    case 'response_p95':
      return windows.map((window) => responseOver(of, window, 0.95, facts.now))
    case 'response_p99':
      return windows.map((window) => responseOver(of, window, 0.99, facts.now))
    case 'regression': {
      const change = of.regression?.change ?? null
      return [change === null ? null : 100 * change]
    }
    default:
      return null
  }
}

function availabilities(
  { history, maintenances, counted }: ComponentAlertFacts,
  windows: readonly number[],
  { now, weights }: AlertFacts,
) {
  if (counted)
    return windows.map((window) => {
      const from = Math.min(now, Math.max(now - window, history.firstAt ?? now))
      return availabilityOf(counted.slices, counted.excluded, { from, to: now }, weights)
    })
  const without = { ...history, exclusions: [...history.exclusions, ...maintenances] }
  return availabilityByDay(
    without,
    windows.map((window) => ({ from: now - window, to: now })),
    now,
    weights,
  )
}

/** A percentile of the answers of a window, ms; null where nothing answered. */
const responseOver = (
  { answers, maintenances }: ComponentAlertFacts,
  window: number,
  share: number,
  now: number,
): number | null => quantile(sketchOf(answers, { from: now - window + 1, to: now + 1 }, maintenances), share)

/** The answers of a span, but for those that were asked for during maintenance. */
function sketchOf(
  answers: readonly TimedAnswer[],
  { from, to }: Interval,
  maintenances: readonly Interval[],
): Sketch {
  const left = clip(maintenances, { from, to })
  const took: number[] = []
  for (let i = firstFrom(answers, from); i < answers.length && answers[i]!.at < to; i++) {
    const one = answers[i]!
    if (!left.some((window) => one.at >= window.from && one.at < window.to)) took.push(one.took)
  }
  return addTo(emptySketch, took)
}

/** Index of the first answer at or after an instant. */
function firstFrom(answers: readonly TimedAnswer[], at: number): number {
  let low = 0
  let high = answers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (answers[middle]!.at >= at) high = middle
    else low = middle + 1
  }
  return low
}
