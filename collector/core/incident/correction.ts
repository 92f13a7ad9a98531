/** Something that was said of a notice and is said otherwise now: readers see "corrected", and what was said before. */
export type Correction = {
  /** When it was corrected, ms. */
  readonly at: number
  readonly by: string
  /** What was corrected: `title`, `impact`, `started_at`, `scheduled_for`, `updates.ID.body` … (names of the API). */
  readonly what: string
  /** The value before, as the API shows it: a text, one per locale, a time in ISO 8601, a list; null for none. */
  readonly before: unknown
}

/** A time (ms) as the API shows it, for `before`: in UTC, with milliseconds. */
export const formatApiInstant = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'millisecond' })

/** A notice taken off the page. */
export type Withdrawal = { readonly at: number; readonly by: string }
