import type { Availability } from './availability-types.ts'
import { type ComponentHistory, type CountedSlice, countedSlices } from './counted-slices.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import { clip, type Interval, union } from '../time/interval.ts'
import { formatRatio, formatMeanRatio } from './format-ratio.ts'
import { worstStatus } from '../monitoring/component-status.ts'

/** How heavily each status counts as downtime: thousandths, 0 to 1000, integers. */
export type Weights = Readonly<Record<MeasuredStatus, number>>

/** The weights of NUMBERS.md: a major outage counts whole, a partial one for 0.3. */
export const defaultWeights: Weights = {
  operational: 0,
  degraded_performance: 0,
  partial_outage: 300,
  major_outage: 1000,
}

/** The availability of one of several intervals, and the worst status counted in it. */
export type CountedAvailability = Availability & { readonly worst: MeasuredStatus | 'unknown' }

/** When a component begins to count: its first check or its first declaration, ms; null before either. */
function countsFrom(history: ComponentHistory): number | null {
  let first = history.firstAt
  for (const { from } of history.declarations) if (first === null || from < first) first = from
  return first
}

/** The availability of a component over a period, as of `now` (ms): NUMBERS.md, Availability. */
export function availability(
  history: ComponentHistory,
  period: Interval,
  now: number,
  weights: Weights = defaultWeights,
): Availability {
  const { worst: _, ...whole } = availabilityByDay(history, [period], now, weights)[0]!
  return whole
}

/**
 * The availability of a component over each of several intervals, in their order, as of `now` (ms). The history is cut
 * into slices once for all of them.
 */
export function availabilityByDay(
  history: ComponentHistory,
  intervals: readonly Interval[],
  now: number,
  weights: Weights = defaultWeights,
): CountedAvailability[] {
  const first = countsFrom(history) ?? now
  const clippedIntervals = intervals.map(({ from, to }) => {
    const begin = Math.max(from, first)
    return { from: begin, to: Math.max(begin, Math.min(to, now)) }
  })
  const nonEmptyIntervals = clippedIntervals.filter(({ from, to }) => to > from)
  const range = {
    from: nonEmptyIntervals.reduce((least, { from }) => Math.min(least, from), now),
    to: nonEmptyIntervals.reduce((most, { to }) => Math.max(most, to), -Infinity),
  }
  const slices = countedSlices(history, range)
  const excluded = clip(union(history.exclusions), range)
  return clippedIntervals.map((period) => availabilityOf(slices, excluded, period, weights))
}

/** Index of the first of some ascending, disjoint intervals that ends after an instant. */
function firstEndingAfter(intervals: readonly Interval[], at: number): number {
  let low = 0
  let high = intervals.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (intervals[middle]!.to > at) high = middle
    else low = middle + 1
  }
  return low
}

/** Milliseconds of one interval that ascending, disjoint others cover. */
function coveredTime(intervals: readonly Interval[], from: number, to: number): number {
  let sum = 0
  for (let i = firstEndingAfter(intervals, from); i < intervals.length && intervals[i]!.from < to; i++)
    sum += Math.min(intervals[i]!.to, to) - Math.max(intervals[i]!.from, from)
  return sum
}

const ratio = (down: number, observed: number): number | null =>
  observed === 0 ? null : (observed - down) / observed

/**
 * The figures of one period, from slices that cover it (ascending, disjoint) and what is excluded (the same): the one
 * place where NUMBERS.md, Availability, is worked out.
 */
export function availabilityOf(
  slices: readonly CountedSlice[],
  excluded: readonly Interval[],
  period: Interval,
  weights: Weights,
): CountedAvailability {
  const length = period.to - period.from
  const totals = { excluded: coveredTime(excluded, period.from, period.to), unknown: 0, unknownInAll: 0 }
  const counted = new Set<MeasuredStatus>()
  // Thousandths of milliseconds, so that they stay integers until they are rounded up, once.
  let lost = 0
  let lostInAll = 0
  let degraded = 0
  for (let i = firstEndingAfter(slices, period.from); i < slices.length && slices[i]!.from < period.to; i++) {
    const { status } = slices[i]!
    const from = Math.max(slices[i]!.from, period.from)
    const to = Math.min(slices[i]!.to, period.to)
    const includedTime = to - from - coveredTime(excluded, from, to)
    if (status === 'unknown') {
      totals.unknown += includedTime
      totals.unknownInAll += to - from
      continue
    }
    if (includedTime > 0) counted.add(status)
    if (status === 'degraded_performance') degraded += includedTime
    lost += weights[status] * includedTime
    lostInAll += weights[status] * (to - from)
  }
  const observed = length - totals.excluded - totals.unknown
  const down = Math.ceil(lost / 1000)
  return {
    period: length,
    observed,
    down,
    degraded,
    excluded: totals.excluded,
    unknown: totals.unknown,
    availability: ratio(down, observed),
    raw: ratio(Math.ceil(lostInAll / 1000), length - totals.unknownInAll),
    lower: ratio(down + totals.unknown, observed + totals.unknown),
    upper: ratio(down, observed + totals.unknown),
    printed: formatRatio(down, observed),
    worst: worstStatus(counted),
  }
}

/** What a group or the page has of its components: each weighs the same, those with nothing observed are left out. */
export function meanAvailability(
  figures: Iterable<Pick<Availability, 'availability' | 'down' | 'observed'>>,
): {
  readonly availability: number | null
  readonly printed: string | null
} {
  const measured = [...figures].filter((one) => one.availability !== null)
  if (measured.length === 0) return { availability: null, printed: null }
  const sum = measured.reduce((so, one) => so + one.availability!, 0)
  return { availability: sum / measured.length, printed: formatMeanRatio(measured) }
}
