import type { Availability } from '../availability/availability-types.ts'
import type { CountedSlice } from '../availability/counted-slices.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import type { Interval } from '../time/interval.ts'
import type { Text } from '../text/localized-text.ts'

/** A maintenance window as it counts for a component: what was told when, and what of it is excluded. */
export type CountedWindow = {
  readonly id: string
  readonly title: Text
  readonly class: string
  /** The window as it stands, ms; `to` is its early end where there was one. */
  readonly from: number
  readonly to: number
  /** How long ahead its beginning was told, ms; negative when it was told afterwards. */
  readonly noticeGiven: number
  /** How long ahead it was to be told, ms. */
  readonly noticeDue: number
  readonly late: boolean
  readonly cancelled: boolean
  /** Disjoint, oldest first. */
  readonly excluded: readonly Interval[]
}

/** What one component's figures are computed from, whatever the period: plain data. */
export type Evidence = {
  /** When it begins to count, ms; null before its first check or declaration. */
  readonly firstAt: number | null
  /** When it left the configuration, ms; null while it is in it. */
  readonly goneAt: number | null
  /**
   * Absent where monitors watch it, or did; false where only people say how it is: then "no downtime" is nobody's
   * measurement, and is not printed as a figure.
   */
  readonly monitored?: false
  /** Counted status, contiguous, oldest first. */
  readonly slices: readonly CountedSlice[]
  /** Windows that touch the slices' span, oldest first; those that do not count are there as well. */
  readonly windows: readonly CountedWindow[]
}

/** One line of an explanation: nothing changes inside it, and it lies in one day of the page's zone. */
export type ExplanationRow = {
  readonly from: number
  readonly to: number
  /** `YYYY-MM-DD` in the page's zone. */
  readonly date: string
  readonly status: MeasuredStatus | 'unknown'
  readonly treatment: 'counted' | 'excluded' | 'unknown'
  /** Thousandths of full downtime; 0 unless counted. */
  readonly weight: number
  /** weight × length: thousandths of ms, an integer. `down` is the sum of all, divided by 1000 and rounded up once. */
  readonly lost: number
  /** Ids of the windows that exclude it. */
  readonly windows: readonly string[]
}

/** A figure and everything it is made of. */
export type Explanation = {
  /** The period asked for, ms. */
  readonly interval: Interval
  /** The part that counts: cut to the component's life and to now. */
  readonly countedInterval: Interval
  readonly availability: Availability
  /** Contiguous over `counted`, oldest first. */
  readonly rows: readonly ExplanationRow[]
  /** Windows that touch the period. */
  readonly windows: readonly CountedWindow[]
}
