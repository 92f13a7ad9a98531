import type { RecurringFields } from './fields.ts'

/** One entry of the standing programme: a window that comes again and again. Durations in ms. */
export type RecurringMaintenance = RecurringFields & {
  readonly id: string
  /** A recurrence rule of RFC 5545 by days or longer, `FREQ=…`. */
  readonly rrule: string
  /** `YYYY-MM-DD`, the first day, from which an INTERVAL counts; null: the day the entry was first loaded. */
  readonly since: string | null
  /** `HH:MM` in `timezone`. */
  readonly at: string
  readonly timezone: string
  readonly lasts: number
}

/** What is stored of an entry, so that no occurrence counts as announced before it was. */
export type LoadedRecurringMaintenance = {
  readonly entry: RecurringMaintenance
  /** When it was first loaded, ms; none of its occurrences begins earlier. */
  readonly loadedAt: number
  /** Since when its times (rule, hour, zone, length) are these, ms. */
  readonly timedAt: number
  /** Grows by one whenever the entry changes: SEQUENCE in calendars. */
  readonly sequence: number
  /** When it left the configuration, ms; null while it is there. */
  readonly removedAt: number | null
}
