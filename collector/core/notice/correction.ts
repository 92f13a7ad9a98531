import type { FieldChange, FieldValues, NoticeFields } from './notice-field.ts'

/** A published fact that was corrected: readers see that it was, and its value before. */
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

/** The corrections a change of described fields makes; names are preceded by `prefix`, such as `updates.ID.`. */
export const correctionsOf = <Fields extends NoticeFields>(
  fields: Fields,
  row: FieldValues<Fields>,
  change: FieldChange<Fields>,
  { now, by }: { readonly now: number; readonly by: string },
  prefix = '',
): Correction[] =>
  Object.entries(fields).flatMap(([member, { name }]) => {
    const before = (row[member as keyof typeof row] as unknown) ?? null
    const after = change[member as keyof typeof change] as unknown
    if (after === undefined || JSON.stringify(before) === JSON.stringify(after)) return []
    const shown = typeof before === 'number' ? formatApiInstant(before) : before
    return [{ at: now, by, what: `${prefix}${name}`, before: shown }]
  })

/** A notice taken off the page. */
export type Withdrawal = { readonly at: number; readonly by: string }
