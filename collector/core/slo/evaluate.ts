import type { Availability } from '../availability/availability-types.ts'
import type { AvailabilityVerdict, ResponseVerdict } from './error-budget.ts'
import type { Interval } from '../time/interval.ts'
import type { Verdict } from './objective.ts'

const million = 1_000_000
/** More than three quarters spent is a risk (NUMBERS.md, Promises). */
const isAtRisk = (spent: number, allowed: number): boolean => 4 * spent > 3 * allowed

/** Of a span (ms), what a target (millionths) allows to be lost; whole ms, floored, exact up to centuries. */
export const allowedDowntime = (target: number, observed: number): number =>
  Number((BigInt(million - target) * BigInt(observed)) / BigInt(million))

/**
 * A promised availability against what was measured: NUMBERS.md, Promises.
 *
 * The budget is that of the whole period: in one that still runs, the rest of it counts as observed but for the
 * maintenance that will be excluded. So nothing is broken on the first morning of a month by a minute that the month
 * allows.
 *
 * @param period the whole period; it counts from the component's beginning, if that lies inside
 * @param ahead time (ms) that announced maintenance will exclude between now and the end of the period
 */
export function evaluateAvailability(
  measured: Availability,
  target: number,
  period: Interval,
  now: number,
  excludedAhead = 0,
): AvailabilityVerdict {
  const elapsed = measured.period
  const remainingTime = Math.max(0, period.to - Math.max(now, period.from))
  const spent = measured.down
  const allowed = allowedDowntime(target, measured.observed + Math.max(0, remainingTime - excludedAhead))
  const allowedSoFar = allowedDowntime(target, measured.observed)
  const periodLength = elapsed + remainingTime
  const burnRate = allowed > 0 && elapsed > 0 ? (spent / allowed) * (periodLength / elapsed) : null
  return {
    period,
    measured,
    budget: {
      target,
      allowed,
      allowedSoFar,
      spent,
      remaining: allowed - spent,
      burnRate,
      runsOutAt: exhaustedAt(allowed, spent, elapsed, now, remainingTime),
      verdict: verdictOf(measured.printed, spent, allowed),
    },
  }
}

/**
 * How fast a rolling window (ms) spends the error budget: what was lost over what the window allows, as in a period that still
 * runs. What a component has not lived yet of its window counts as observed, so that the first minute of a new one does not
 * burn the budget of days. Null where nothing was observed, or nothing is allowed.
 *
 * @param measured over the window, cut to the component's life
 * @param target millionths
 */
export function windowBurnRate(measured: Availability, target: number, window: number): number | null {
  if (measured.observed === 0) return null
  const allowed = allowedDowntime(target, measured.observed + Math.max(0, window - measured.period))
  return allowed > 0 ? measured.down / allowed : null
}

/** Where no figure was measured nothing can be said; where nothing may be lost, anything lost is too much. */
const verdictOf = (measured: string | null, spent: number, allowed: number): Verdict =>
  measured === null
    ? 'unknown'
    : spent > allowed
      ? 'broken'
      : spent > 0 && isAtRisk(spent, allowed)
        ? 'at_risk'
        : 'kept'

/** When the budget is gone if it goes on as it went so far, ms; null when it lasts, or is gone already. */
function exhaustedAt(
  allowed: number,
  spent: number,
  elapsed: number,
  now: number,
  remainingTime: number,
): number | null {
  if (spent <= 0 || spent > allowed || elapsed <= 0) return null
  const left = Math.floor(((allowed - spent) * elapsed) / spent)
  return left < remainingTime ? now + left : null
}

/** A promised P95 (ms) against the one measured over a period. */
export function evaluateResponse(
  measured: { readonly p95: number | null; readonly checks: number },
  target: number,
  period: Interval,
): ResponseVerdict {
  const { p95, checks } = measured
  const verdict: Verdict =
    p95 === null ? 'unknown' : p95 >= target ? 'broken' : isAtRisk(p95, target) ? 'at_risk' : 'kept'
  return { period, target, p95, checks, verdict }
}

const verdictOrder: readonly Verdict[] = ['unknown', 'kept', 'at_risk', 'broken']

/** The worst of several verdicts; `unknown` only when all are. */
export const worstVerdict = (verdicts: Iterable<Verdict>): Verdict =>
  [...verdicts].reduce<Verdict>(
    (so, one) => (verdictOrder.indexOf(one) > verdictOrder.indexOf(so) ? one : so),
    'unknown',
  )
