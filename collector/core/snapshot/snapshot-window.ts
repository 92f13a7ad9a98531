import { dayInterval, daysEndingAt, monthInterval, monthOf } from '../time/calendar.ts'
import type { Config } from '../config/config.ts'
import type { Interval } from '../time/interval.ts'
import { previousMonth, windowAt } from '../time/period.ts'

/** The dates a page shows: `historyDays` of them, today last. */
export const shownDates = (now: number, { page }: Pick<Config, 'page'>): readonly string[] =>
  daysEndingAt(now, page.historyDays, page.timezone)

/** The span from the start of the first date shown to the end of today. */
export function shownWindow(now: number, config: Pick<Config, 'page'>): Interval {
  const dates = shownDates(now, config)
  const zone = config.page.timezone
  return { from: dayInterval(dates[0]!, zone).from, to: dayInterval(dates[dates.length - 1]!, zone).to }
}

/** The months whose figures may still move: the one that runs, and the one before while it is not frozen. Oldest first. */
export function openMonths(
  now: number,
  zone: string,
  isFrozen: (month: string) => boolean,
): readonly string[] {
  const running = monthOf(now, zone)
  const before = previousMonth(running)
  return isFrozen(before) ? [running] : [before, running]
}

/** How far back a snapshot has to look, ms: the days shown, the open months, and every objective's period. */
export function lookBackStart(
  now: number,
  config: Pick<Config, 'page' | 'objectives'>,
  months: readonly string[],
): number {
  const { page, objectives } = config
  const windows = [
    objectives.windows.availability,
    objectives.windows.responseP95,
    ...objectives.custom.flatMap((one) => one.window ?? []),
  ]
  return Math.min(
    shownWindow(now, config).from,
    ...months.map((month) => monthInterval(month, page.timezone).from),
    ...windows.map((window) => windowAt(window, now, page.timezone).from),
  )
}

/** How far ahead maintenance takes from what is left of a budget, ms: the end of the latest period that is judged. */
export function lookAheadEnd(now: number, { page, objectives }: Pick<Config, 'page' | 'objectives'>): number {
  const windows = [objectives.windows.availability, ...objectives.custom.flatMap((one) => one.window ?? [])]
  return Math.max(now + 1, ...windows.map((window) => windowAt(window, now, page.timezone).to))
}
