import { type Maintenance, isQuiet, workSpan } from '../../../collector/core/maintenance/maintenance.ts'
import { dayOf, monthOf } from '../../../collector/core/time/calendar.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { escape } from '../shared/html.ts'
import { maintenancePlace } from '../shared/places.ts'
import { toneOfImpact } from './maintenance.ts'
import type { View } from '../shared/view.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

/** How far ahead the calendar goes, months. */
const ahead = 13

/** A month of the calendar, `YYYY-MM`, with the windows that touch it and are drawn, earliest first. */
export type WorkMonth = { readonly month: string; readonly windows: readonly Maintenance[] }

/** Every month from the first window known to thirteen ahead; none when there is neither a window nor a programme. */
export const workMonths = oncePer((snapshot: Snapshot): readonly WorkMonth[] => {
  const { generatedAt, maintenances, recurringMaintenance, page } = snapshot
  if (maintenances.length === 0 && recurringMaintenance.length === 0) return []
  const spans = maintenances
    .map((window) => ({ window, ...workSpan(window) }))
    .toSorted((a, b) => a.from - b.from || a.to - b.to || (a.window.id < b.window.id ? -1 : 1))
  const now = Temporal.PlainYearMonth.from(monthOf(generatedAt, page.timezone))
  const last = now.add({ months: ahead })
  const first = Temporal.PlainYearMonth.from(
    monthOf(Math.min(generatedAt, spans[0]?.from ?? Infinity), page.timezone),
  )
  const months: { month: string; from: number; windows: Maintenance[] }[] = []
  for (
    let month = first;
    Temporal.PlainYearMonth.compare(month, last) <= 0;
    month = month.add({ months: 1 })
  ) {
    const from = month.toPlainDate({ day: 1 }).toZonedDateTime(page.timezone).epochMilliseconds
    months.push({ month: month.toString(), from, windows: [] })
  }
  const end = last.add({ months: 1 }).toPlainDate({ day: 1 }).toZonedDateTime(page.timezone).epochMilliseconds
  for (const { window, from, to } of spans) {
    if (isQuiet(window) || from >= end) continue
    let low = 0
    for (let high = months.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1
      if (months[middle]!.from <= from) low = middle
      else high = middle - 1
    }
    do months[low++]!.windows.push(window)
    while (low < months.length && months[low]!.from < to)
  }
  return months
})

/** A window as one day of the calendar shows it. Texts ending in `Html` are safe HTML. */
export type Cell = {
  readonly href: string
  readonly titleHtml: string
  readonly hoursHtml: string
  readonly tone: string
  readonly impact: string
  readonly cancelled: boolean
}

/** A day of the grid. Those of the months before and after fill the week and stay blank: nothing is said of them. */
export type Day = {
  readonly date: string
  readonly number: string
  readonly label: string
  readonly inMonth: boolean
  readonly today: boolean
  readonly windows: readonly Cell[]
}

/** 1 for Monday to 7 for Sunday: the day a week begins with where a locale is at home. */
function firstWeekday(locale: string): number {
  const own = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
    weekInfo?: { firstDay: number }
  }
  return (own.getWeekInfo?.() ?? own.weekInfo)?.firstDay ?? 1
}

/** One month as a grid of weeks; of the present one when `name` is not given. Null where there is no such month. */
export function calendarMonth(view: View, name: string | undefined) {
  const { snapshot, format, words } = view
  const zone = snapshot.page.timezone
  const today = dayOf(snapshot.generatedAt, zone)
  const all = workMonths(snapshot)
  const month = name ?? today.slice(0, 7)
  const index = all.findIndex((one) => one.month === month)
  const current = all[index]
  if (!current) return null
  const first = Temporal.PlainDate.from(`${month}-01`)
  const begins = firstWeekday(view.locale)
  const cells = cellsOf(view, current.windows)
  const before = (first.dayOfWeek - begins + 7) % 7
  const weeks = Array.from({ length: Math.ceil((before + first.daysInMonth) / 7) }, (_week, week) =>
    Array.from({ length: 7 }, (_day, day): Day => {
      const date = first.add({ days: week * 7 + day - before })
      const key = date.toString()
      const inMonth = key.startsWith(month)
      return {
        date: key,
        number: format.count(date.day),
        label: format.weekday(key),
        inMonth,
        today: inMonth && key === today,
        windows: (inMonth && cells.get(key)) || [],
      }
    }),
  )
  const neighbour = (at: number, label: string) => {
    const other = all[at]?.month
    return other
      ? {
          href: view.link(`/maintenance/${other}/`),
          label: format.month(other),
          title: fillPlaceholders(label, { month: format.month(other) }),
        }
      : null
  }
  return {
    month,
    title: format.month(month),
    caption: fillPlaceholders(words.planned.caption, { month: format.month(month) }),
    weekdays: weeks[0]!.map(({ date }) => ({
      short: format.dayName(date, 'short'),
      long: format.dayName(date, 'long'),
    })),
    weeks,
    /** The impacts that are drawn, mildest first, for the legend. */
    impacts: (['none', 'minor', 'major', 'critical'] as const)
      .filter((impact) => current.windows.some((one) => one.impact === impact))
      .map((impact) => ({ tone: toneOfImpact[impact], label: words.impact[impact] })),
    empty: current.windows.length === 0,
    previous: neighbour(index - 1, words.previousMonth),
    next: neighbour(index + 1, words.nextMonth),
  }
}

/** What stands on each day: a window over midnight on all the days it touches. */
function cellsOf(view: View, windows: readonly Maintenance[]): Map<string, Cell[]> {
  const { format, words } = view
  const zone = view.snapshot.page.timezone
  const days = new Map<string, Cell[]>()
  const clock = (at: number) =>
    `<time datetime="${new Date(at).toISOString()}">${escape(format.time(at))}</time>`
  for (const window of windows) {
    const { from, to } = workSpan(window)
    const first = Temporal.PlainDate.from(dayOf(from, zone))
    // A window that ends at midnight does not touch the day that begins then.
    const last = Temporal.PlainDate.from(dayOf(Math.max(from, to - 1), zone))
    const count = Math.min(400, last.since(first).days)
    const cell = {
      href: view.link(maintenancePlace(window.id)),
      titleHtml: view.html(window.title),
      tone: toneOfImpact[window.impact],
      impact: words.impact[window.impact],
      cancelled: window.cancelledAt !== null,
    }
    for (let i = 0; i <= count; i++) {
      const hoursHtml =
        count === 0
          ? `${clock(from)}–${clock(to)}`
          : i === 0
            ? fillPlaceholders(words.planned.fromTime, { time: clock(from) })
            : i < count
              ? words.planned.allDay
              : fillPlaceholders(words.planned.untilTime, { time: clock(to) })
      const key = first.add({ days: i }).toString()
      const list = days.get(key)
      if (list) list.push({ ...cell, hoursHtml })
      else days.set(key, [{ ...cell, hoursHtml }])
    }
  }
  return days
}
