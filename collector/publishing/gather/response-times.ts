import type { SnapshotInput } from '../../core/snapshot/assemble-snapshot.ts'
import type { ResponseTimes } from '../../core/report/report-document.ts'
import type { DateMemo } from './date-memo.ts'
import { type RollupCache, sumResponses } from './rollup-cache.ts'

/** Response times of days and hours together, up to the end of an hour that is settled: the same through the next hour. */
export type MixedResponses = {
  /** Where they end, ms. */
  to: number
  readonly byPeriod: Map<string, ResponseTimes>
}

/** Nothing is known. */
export const createMixedResponses = (): MixedResponses => ({ to: -Infinity, byPeriod: new Map() })

/**
 * Response time of components over a period: of days in whole and the hours of today where the period ends with an hour;
 * of days, or of hours, elsewhere.
 *
 * @param hoursFrom only what begins later is known by the hour, ms
 */
export function responseReader(
  { days, hours, mixed }: { days: RollupCache; hours: RollupCache; mixed: MixedResponses },
  { dayStart }: DateMemo,
  now: number,
  hoursFrom: number,
): SnapshotInput['response'] {
  const isMidnight = (at: number): boolean => dayStart(at) === at
  const today = dayStart(now)
  return (components, period) => {
    const { from, to } = period
    if (!isMidnight(from) || from >= today || to <= today || to >= now) {
      // Whole days, up to now at most, and what is too old to be known by the hour.
      const inDays = (isMidnight(from) && (to >= now || isMidnight(to))) || from < hoursFrom
      return (inDays ? days : hours).response(components, period)
    }
    const sum = (): ResponseTimes =>
      sumResponses(days.sum(components, { from, to: today }), hours.sum(components, { from: today, to }))
    // The latest checks of an hour that has just ended may be still to come.
    if (hours.since === null || to > hours.since) return sum()
    if (mixed.to !== to) {
      mixed.byPeriod.clear()
      mixed.to = to
    }
    const key = `${from} ${components.join('\n')}`
    let result = mixed.byPeriod.get(key)
    if (!result) mixed.byPeriod.set(key, (result = sum()))
    return result
  }
}
