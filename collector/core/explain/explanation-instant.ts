import type { Weights } from '../availability/availability.ts'
import { dayInterval, dayOf, hourFloor } from '../time/calendar.ts'
import { availabilityAt } from './evidence.ts'
import type { Evidence } from './explanation.ts'
import type { Interval } from '../time/interval.ts'

/** What of a snapshot decides as of when its figures are explained; `generatedAt` in ms. */
export type ExplanationMoment = {
  readonly generatedAt: number
  readonly page: { readonly timezone: string }
  readonly weights: Weights
}

/**
 * As of when a component's figure over a period is explained, ms: the latest full hour (UTC), or the latest change since,
 * as long as the figure then prints as it does now; else now. So an explanation says what the page says, and is not
 * written again in every minute in which nothing happens. A period that is over is explained as of its end.
 */
export function explanationInstant(
  { generatedAt, page, weights }: ExplanationMoment,
  { evidence }: { readonly evidence: Evidence },
  period: Interval,
): number {
  if (period.to <= generatedAt) return period.to
  // In some zones a day begins within an hour of UTC, and with it other days are shown.
  const midnight = dayInterval(dayOf(generatedAt, page.timezone), page.timezone).from
  const at = Math.max(hourFloor(generatedAt), midnight, lastChange(evidence, generatedAt))
  const printedAt = (now: number): string | null => availabilityAt(evidence, period, now, weights).printed
  return printedAt(at) === printedAt(generatedAt) ? at : generatedAt
}

/** The last instant up to now (ms) at which anything that counts began or ended; minus infinity before the first. */
function lastChange({ firstAt, goneAt, slices, windows }: Evidence, now: number): number {
  let last = -Infinity
  const consider = (at: number | null | undefined): void => {
    if (at != null && at <= now && at > last) last = at
  }
  consider(firstAt)
  consider(goneAt)
  consider(slices.findLast((slice) => slice.from <= now)?.from)
  for (const window of windows)
    for (const span of [window, ...window.excluded]) {
      consider(span.from)
      consider(span.to)
    }
  return last
}
