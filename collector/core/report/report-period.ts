import { dayInterval, monthInterval } from '../time/calendar.ts'
import type { Interval } from '../time/interval.ts'
import type { Report } from './report-document.ts'
import type { ReportPeriod } from './report-input.ts'

/** The period of a report by its name (`2026-11-22`, `2026-11`) in a zone. Throws RangeError on one that does not exist. */
export const reportPeriod = (kind: Report['kind'], name: string, zone: string): ReportPeriod => ({
  kind,
  name,
  ...(kind === 'daily' ? dayInterval(name, zone) : monthInterval(name, zone)),
})

/** The name of the period before. */
export const previousPeriodName = (kind: Report['kind'], name: string): string =>
  kind === 'daily'
    ? Temporal.PlainDate.from(name).subtract({ days: 1 }).toString()
    : Temporal.PlainYearMonth.from(name).subtract({ months: 1 }).toString()

/** The days of a zone that begin in a period before an instant (ms), oldest first. */
export function daysOfPeriod(
  { kind, name, from }: ReportPeriod,
  until: number,
  zone: string,
): readonly (Interval & { readonly date: string })[] {
  const first = Temporal.PlainDate.from(kind === 'daily' ? name : `${name}-01`)
  const count = kind === 'daily' ? 1 : first.daysInMonth
  const days = Array.from({ length: count }, (_, i) => {
    const date = first.add({ days: i }).toString()
    return { date, ...dayInterval(date, zone) }
  })
  // A day that its zone skipped is none.
  return days.filter((day) => day.to > day.from && (day.from < until || day.from === from))
}
