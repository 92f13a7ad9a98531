import type { Availability } from '../availability/availability-types.ts'
import type { Verdict } from './objective.ts'
import type { Interval } from '../time/interval.ts'

/**
 * What may be lost over a period, and what was (NUMBERS.md, Promises). A period that still runs has the budget of the
 * whole of it: what is left of it is taken as observed.
 */
export type ErrorBudget = {
  /** Promised availability, millionths. */
  readonly target: number
  /** `(1 − target) × observed` over the whole period, ms, floored. */
  readonly allowed: number
  /** The same over what has elapsed of it, ms, floored. */
  readonly allowedSoFar: number
  /** Downtime, ms. */
  readonly spent: number
  /** `allowed − spent`, ms; negative once broken. */
  readonly remaining: number
  /** `(spent ÷ allowed) ÷ (elapsed ÷ period)`: 1 spends exactly all of it. Null where nothing is allowed or elapsed. */
  readonly burnRate: number | null
  /** When nothing is left at this rate, ms since the epoch; null when it lasts to the end of the period, or is gone. */
  readonly runsOutAt: number | null
  readonly verdict: Verdict
}

/** A promised availability and what was measured of it. */
export type AvailabilityVerdict = {
  /** The whole period, as promised; a rolling one ends now. */
  readonly period: Interval
  readonly measured: Availability
  readonly budget: ErrorBudget
}

/** A promised P95 and what was measured of it. */
export type ResponseVerdict = {
  readonly period: Interval
  /** Promised, ms. */
  readonly target: number
  /** Measured, ms; null without checks that answered. */
  readonly p95: number | null
  readonly checks: number
  readonly verdict: Verdict
}
