import { RRuleTemporal } from 'rrule-temporal'
import type { Interval } from '../time/interval.ts'
import type { RecurringMaintenance } from './recurring-maintenance.ts'

type RecurrenceRule = Pick<RecurringMaintenance, 'rrule' | 'since' | 'at' | 'timezone' | 'lasts'>

/** More windows than this in one span are a mistake nobody can mean. */
const maxOccurrences = 20_000

/** The local day a rule counts from: `since`, else the day it was first loaded (ms). */
const firstDay = (entry: RecurrenceRule, loadedAt: number): Temporal.PlainDate =>
  entry.since === null
    ? Temporal.Instant.fromEpochMilliseconds(loadedAt).toZonedDateTimeISO(entry.timezone).toPlainDate()
    : Temporal.PlainDate.from(entry.since)

/**
 * The windows of an entry that begin inside an interval, in order, none before the entry was first loaded (ms): RFC 5545,
 * by the local time of its zone. A time that a spring day skips is an hour later that day, one that an autumn day has
 * twice is the first of them; the length is exact.
 */
export function occurrences(entry: RecurrenceRule, loadedAt: number, within: Interval): readonly Interval[] {
  const from = Math.max(within.from, loadedAt)
  if (from >= within.to) return []
  // The rule is expanded in days, which know nothing of DST; the hour is put to each day in its zone.
  const rule = new RRuleTemporal({
    rruleString: withoutUntil(entry.rrule),
    dtstart: firstDay(entry, loadedAt).toZonedDateTime('UTC'),
    temporal: Temporal,
  })
  const dayOf = (at: number): Temporal.ZonedDateTime =>
    Temporal.Instant.fromEpochMilliseconds(at)
      .toZonedDateTimeISO(entry.timezone)
      .toPlainDate()
      .toZonedDateTime('UTC')
  const windows = rule
    .between(dayOf(from).subtract({ days: 1 }), dayOf(within.to).add({ days: 1 }), true)
    .slice(0, maxOccurrences)
    .map((day) => {
      const begin = day
        .toPlainDate()
        .toZonedDateTime({ timeZone: entry.timezone, plainTime: entry.at }).epochMilliseconds
      return { from: begin, to: begin + entry.lasts }
    })
  const last = lastStartOf(entry)
  return windows.filter((window) => window.from >= from && window.from < within.to && window.from <= last)
}

/** A rule without an UNTIL that names a time: days know nothing of it, see `until`. */
const withoutUntil = (rule: string): string =>
  rule
    .split(';')
    .filter((part) => !/^UNTIL=\d{8}T/.test(part))
    .join(';')

/** The last instant at which a window may begin, ms; Infinity where the rule has no UNTIL or names a whole day. */
function lastStartOf({ rrule, timezone }: RecurrenceRule): number {
  const match = /(?:^|;)UNTIL=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)/.exec(rrule)
  if (!match) return Infinity
  const [, year, month, day, hours, minutes, seconds, zulu] = match
  return Temporal.PlainDateTime.from(
    `${year}-${month}-${day}T${hours}:${minutes}:${seconds}`,
  ).toZonedDateTime(zulu ? 'UTC' : timezone).epochMilliseconds
}
