import type { Interval } from './interval.ts'
import { hour, minute } from './units.ts'

/** A calendar day of some zone, `YYYY-MM-DD`. */
export type DateText = string

/** A calendar month of some zone, `YYYY-MM`. */
export type MonthText = string

// Boundaries of days are asked for by every component of every snapshot and never change while a process lives, so they
// are remembered; past this many the memory is emptied, which costs a few microseconds a day to fill again.
const maxCachedDays = 4_096
const dayCache = new Map<string, Interval>()

const startOf = (date: Temporal.PlainDate, zone: string): number =>
  date.toZonedDateTime(zone).epochMilliseconds

/**
 * The instants of a calendar day: 23, 24 or 25 hours, empty for a day its zone skipped.
 * Throws RangeError on a date or a zone that does not exist.
 */
export function dayInterval(date: DateText, zone: string): Interval {
  const key = `${date} ${zone}`
  let interval = dayCache.get(key)
  if (interval === undefined) {
    const first = Temporal.PlainDate.from(date)
    interval = { from: startOf(first, zone), to: startOf(first.add({ days: 1 }), zone) }
    if (dayCache.size >= maxCachedDays) dayCache.clear()
    dayCache.set(key, interval)
  }
  return interval
}

/** In every zone the offset from UTC is a multiple of this since 1972, so no day begins in between, ms. */
const quarter = 15 * minute
const roundOffsetsSince = Date.UTC(1973, 0, 1)
const dayNames = new Map<string, Map<number, DateText>>()

/** The calendar day an instant falls on. Throws RangeError on an unknown zone. */
export function dayOf(at: number, zone: string): DateText {
  if (!(at >= roundOffsetsSince)) return computeDay(at, zone)
  let days = dayNames.get(zone)
  if (!days) dayNames.set(zone, (days = new Map()))
  const slot = Math.floor(at / quarter)
  let day = days.get(slot)
  if (day === undefined) {
    day = computeDay(at, zone)
    if (days.size >= maxCachedDays) days.clear()
    days.set(slot, day)
  }
  return day
}

const computeDay = (at: number, zone: string): DateText =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString()

/** The calendar month an instant falls in. Throws RangeError on an unknown zone. */
export const monthOf = (at: number, zone: string): MonthText => dayOf(at, zone).slice(0, 7)

/** The instants of a calendar month. Throws RangeError on a month or a zone that does not exist. */
export function monthInterval(month: MonthText, zone: string): Interval {
  const key = `${month} ${zone}`
  let interval = dayCache.get(key)
  if (interval === undefined) {
    const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 })
    interval = { from: startOf(first, zone), to: startOf(first.add({ months: 1 }), zone) }
    if (dayCache.size >= maxCachedDays) dayCache.clear()
    dayCache.set(key, interval)
  }
  return interval
}

/** The last `count` calendar days up to the one `now` falls on, oldest first. */
export function daysEndingAt(now: number, count: number, zone: string): DateText[] {
  const last = Temporal.PlainDate.from(dayOf(now, zone))
  return Array.from({ length: count }, (_, i) => last.subtract({ days: count - 1 - i }).toString())
}

/** The start of the hour (UTC) an instant falls in, ms: the grain of latency sketches. */
export const hourFloor = (at: number): number => Math.floor(at / hour) * hour
