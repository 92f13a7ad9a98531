import { monthInterval, monthOf } from './calendar.ts'
import type { Interval } from './interval.ts'

type CalendarWindow = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** What a figure is judged over: a calendar period, or a rolling span in ms that ends now. */
export type ObjectiveWindow = CalendarWindow | number

/**
 * The period an objective is judged over at an instant (ms): the calendar period it falls in, in a zone, or the rolling
 * span that ends then. Weeks begin on Monday.
 */
export function windowAt(window: ObjectiveWindow, at: number, zone: string): Interval {
  if (typeof window === 'number') return { from: at - window, to: at }
  const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  const first = {
    day,
    week: day.subtract({ days: day.dayOfWeek - 1 }),
    month: day.with({ day: 1 }),
    quarter: day.with({ day: 1, month: day.month - ((day.month - 1) % 3) }),
    year: day.with({ day: 1, month: 1 }),
  }[window]
  const length = {
    day: { days: 1 },
    week: { weeks: 1 },
    month: { months: 1 },
    quarter: { months: 3 },
    year: { years: 1 },
  }[window]
  const start = (date: Temporal.PlainDate): number => date.toZonedDateTime(zone).epochMilliseconds
  return { from: start(first), to: start(first.add(length)) }
}

/** The months (`YYYY-MM`) that a span touches in a zone, oldest first. Empty for an empty span. */
export function monthsOverlapping({ from, to }: Interval, zone: string): string[] {
  if (to <= from) return []
  const months: string[] = []
  for (let month = monthOf(from, zone); monthInterval(month, zone).from < to; month = nextMonth(month))
    months.push(month)
  return months
}

/** The month after one, `YYYY-MM`. */
export const nextMonth = (month: string): string =>
  Temporal.PlainYearMonth.from(month).add({ months: 1 }).toString()

/** The month before one, `YYYY-MM`. */
export const previousMonth = (month: string): string =>
  Temporal.PlainYearMonth.from(month).subtract({ months: 1 }).toString()
