/** One figure of NUMBERS.md, Availability. Milliseconds are integers, ratios lie between 0 and 1, unknown is null. */
export type Availability = {
  /** Length of the period asked for, cut to the component's life and to now. */
  readonly period: number
  readonly observed: number
  /** Weighted; rounded up to a whole millisecond once. */
  readonly down: number
  /** Time counted as degraded performance, outside excluded and unknown time. */
  readonly degraded: number
  readonly excluded: number
  readonly unknown: number
  readonly availability: number | null
  /** The same with nothing excluded. */
  readonly raw: number | null
  /** All of unknown time counted as down. */
  readonly lower: number | null
  /** All of unknown time counted as up. */
  readonly upper: number | null
  /** `"99.79"`, `"99.990"`, `"100"` or null: floored, so that nobody is told more than was kept. */
  readonly printed: string | null
}
