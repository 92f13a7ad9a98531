import { dayInterval, dayOf } from '../time/calendar.ts'
import type { Availability } from '../availability/availability-types.ts'
import type { CountedSlice } from '../availability/counted-slices.ts'
import type { CountedWindow, Evidence, ExplanationRow, Explanation } from './explanation.ts'
import { type Interval, slices as cut, union } from '../time/interval.ts'
import {
  type Maintenance,
  type NoticeDue,
  endsAt,
  excludedSpans,
  isLate,
  noticeDue,
  noticeGiven,
} from '../maintenance/maintenance.ts'
import { type Weights, availabilityOf } from '../availability/availability.ts'
import { oncePer } from '../memo/once-per.ts'

/** A maintenance as it counts, by the rules of the configuration. */
export const toCountedWindow = (
  maintenance: Maintenance,
  due: NoticeDue,
  policy: 'announced' | 'all' | 'none',
): CountedWindow => ({
  id: maintenance.id,
  title: maintenance.title,
  class: maintenance.class,
  from: maintenance.scheduledFor,
  to: Math.max(maintenance.scheduledFor, endsAt(maintenance)),
  noticeGiven: noticeGiven(maintenance),
  noticeDue: noticeDue(maintenance, due),
  late: isLate(maintenance, due),
  cancelled: maintenance.cancelledAt !== null,
  excluded: excludedSpans(maintenance, due, policy),
})

/** The part of a period that counts: cut to the component's life and to now (ms). Empty at its end when none does. */
export function countedIntervalOf(evidence: Evidence, period: Interval, now: number): Interval {
  const to = Math.max(period.from, Math.min(period.to, now, evidence.goneAt ?? Infinity))
  return { from: Math.min(to, Math.max(period.from, evidence.firstAt ?? to)), to }
}

const excludedBy = oncePer((windows: Evidence['windows']) =>
  union(windows.flatMap((window) => window.excluded)),
)

/** All that its windows exclude, disjoint, oldest first. Every figure of a component asks for it: it is worked out once. */
export const exclusionsOf = ({ windows }: Pick<Evidence, 'windows'>): readonly Interval[] =>
  excludedBy(windows)

/**
 * Figures as documents show them. Of a component that nothing watches, time without a declared outage counts as observed
 * (NUMBERS.md), but prints no figure.
 */
export const shownFigures = <T extends Availability>({ monitored }: Evidence, figures: T): T =>
  monitored === false && figures.down === 0 ? { ...figures, printed: null } : figures

/** The figures of a period as documents show them, as of `now` (ms). */
export function shownFiguresAt(
  evidence: Evidence,
  period: Interval,
  now: number,
  weights: Weights,
): Availability {
  const counted = countedIntervalOf(evidence, period, now)
  const { worst: _, ...figures } = availabilityOf(evidence.slices, exclusionsOf(evidence), counted, weights)
  return shownFigures(evidence, figures)
}

/**
 * A figure with everything it is made of. The rows are cut at every change of status, at the edges of what is excluded
 * and at midnight in the zone, so that days can be summed as well.
 */
export function explain(
  evidence: Evidence,
  period: Interval,
  now: number,
  weights: Weights,
  zone: string,
): Explanation {
  const countedInterval = countedIntervalOf(evidence, period, now)
  const windows = evidence.windows.filter((one) => one.from < period.to && one.to > period.from)
  const excluded = exclusionsOf(evidence)
  const { worst: _, ...figures } = availabilityOf(evidence.slices, excluded, countedInterval, weights)
  return {
    interval: period,
    countedInterval,
    availability: figures,
    rows: rowsOf(evidence.slices, windows, countedInterval, weights, zone),
    windows,
  }
}

function rowsOf(
  slices: readonly CountedSlice[],
  windows: readonly CountedWindow[],
  counted: Interval,
  weights: Weights,
  zone: string,
): ExplanationRow[] {
  const rows: ExplanationRow[] = []
  const spans = windows.flatMap((window) => window.excluded.map((span) => ({ id: window.id, ...span })))
  for (const slice of slices) {
    const from = Math.max(slice.from, counted.from)
    const to = Math.min(slice.to, counted.to)
    if (to <= from) continue
    const overlapping = spans.filter((span) => span.from < to && span.to > from)
    const days = daysIn({ from, to }, zone)
    for (const piece of cut([...overlapping, ...days], { from, to })) {
      const ids = overlapping
        .filter((span) => span.from < piece.to && span.to > piece.from)
        .map(({ id }) => id)
      const treatment = ids.length > 0 ? 'excluded' : slice.status === 'unknown' ? 'unknown' : 'counted'
      const weight = treatment === 'counted' && slice.status !== 'unknown' ? weights[slice.status] : 0
      rows.push({
        ...piece,
        date: dayOf(piece.from, zone),
        status: slice.status,
        treatment,
        weight,
        lost: weight * (piece.to - piece.from),
        windows: [...new Set(ids)],
      })
    }
  }
  return rows
}

/** The days of a zone that a span touches. */
function daysIn({ from, to }: Interval, zone: string): Interval[] {
  const days: Interval[] = []
  for (let at = from; at < to;) {
    const day = dayInterval(dayOf(at, zone), zone)
    days.push(day)
    at = day.to
  }
  return days
}
