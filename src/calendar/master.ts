import type { Interval } from '../../collector/core/time/interval.ts'
import type { Maintenance } from '../../collector/core/maintenance/maintenance.ts'
import { occurrences } from '../../collector/core/maintenance/recurrence.ts'
import { plannedStartOf } from '../../collector/core/maintenance/planned-start.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { day } from '../../collector/core/time/units.ts'
import { isPlain } from './plain-window.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

type RecurringEntry = Snapshot['recurringMaintenance'][number]

/** An entry of the programme as a calendar repeats it. */
export type RecurringEvent = {
  readonly entry: RecurringEntry
  /** The first window that is repeated, ms: an occurrence of the rule. */
  readonly first: Interval
  /** The rule as it holds from that window on, without `RRULE:`. */
  readonly rule: string
  /**
   * When the window of the rule begins that an occurrence stands for (ms), whose hour may be one of before the entry got
   * other times; null where this repeats none in its place.
   */
  placeOf(occurrence: Maintenance): number | null
}

/** How far ahead the first window is looked for, days: leap days, and rules by several years. */
const horizons = [40, 800, 9_000]
/** How far ahead the last window of a rule that ends is looked for, days. */
const farthest = 36_600

/**
 * The master of an entry: from the first window since its times are what they are, so that a calendar never shows one
 * that was not. Null when there is none.
 *
 * A window during which the clock changes is passed over and stands on its own, for all that follow are as long as the
 * first: RFC 5545 (3.8.5.3) repeats its exact duration, some programs its local end, and there the two differ.
 */
export const recurringEventOf = oncePer((entry: RecurringEntry): RecurringEvent | null => {
  const since = Math.max(entry.loadedAt, entry.timedAt)
  const within = (from: number, days: number): readonly Interval[] =>
    occurrences(entry, entry.loadedAt, { from, to: from + days * day })
  let first: Interval | undefined
  for (const days of horizons) {
    const windows = safely(() => within(since, days))
    const plain = windows.find((window) => isPlain(window, entry))
    first = plain ?? windows[0]
    if (plain) break
  }
  if (!first) return null
  const from = first.from
  const beginning = (at: number, until: number): number | undefined =>
    occurrences(entry, entry.loadedAt, { from: at, to: until })[0]?.from
  return {
    entry,
    first,
    rule: ruleFrom(entry, () => within(from, farthest)),
    placeOf(occurrence) {
      const { originalFor } = occurrence.programme!
      // Its day, in whatever zone, was over before this begins.
      if (originalFor < from - 3 * day) return null
      let at = beginning(originalFor, originalFor + 1)
      if (at === undefined) {
        const slot = Temporal.PlainDate.from(plannedStartOf(occurrence, entry))
        const [begins, ends] = [slot, slot.add({ days: 1 })].map(
          (date) => date.toZonedDateTime(entry.timezone).epochMilliseconds,
        )
        at = beginning(begins!, ends!)
      }
      return at !== undefined && at >= from ? at : null
    },
  }
})

/** A rule that cannot be read repeats nothing: it was refused at the door, or is none of ours. */
function safely(find: () => readonly Interval[]): readonly Interval[] {
  try {
    return find()
  } catch {
    return []
  }
}

/** The end of the local day of an instant (ms), as UTC. */
const endOfDay = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .startOfDay()
    .add({ days: 1 })
    .subtract({ seconds: 1 })
    .toInstant()
    .toString()
    .replace(/[-:]/g, '')

/**
 * The rule as it holds from its first window here: COUNT counts from there, and UNTIL is in UTC, as RFC 5545 wants it
 * beside a time in a zone: the end of the last window's day, which also does for programs that read it as local.
 */
function ruleFrom(entry: RecurringEntry, all: () => readonly Interval[]): string {
  const parts = entry.rrule
    .replace(/^RRULE:/i, '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const named = (part: string, name: string): boolean => part.toUpperCase().startsWith(`${name}=`)
  if (!parts.some((part) => named(part, 'COUNT') || named(part, 'UNTIL'))) return parts.join(';')
  const windows = all()
  return parts
    .map((part) =>
      named(part, 'COUNT')
        ? `COUNT=${windows.length}`
        : named(part, 'UNTIL')
          ? `UNTIL=${endOfDay(windows.at(-1)!.from, entry.timezone)}`
          : part,
    )
    .join(';')
}
