import type { Config } from '../../core/config/config.ts'
import type { Interval } from '../../core/time/interval.ts'
import type { ObjectiveWindow } from '../../core/time/period.ts'
import { windowAt } from '../../core/time/period.ts'
import type { RecurringMaintenance } from '../../core/maintenance/recurring-maintenance.ts'
import { occurrences } from '../../core/maintenance/recurrence.ts'
import { day } from '../../core/time/units.ts'

/** How far windows are looked at, and how far ahead they are published, ms: thirteen months and a few days. */
export const forecastHorizon = 400 * day

/** The windows that the programme has ahead, if it is loaded at `now` (ms). */
export type ComingWindows = {
  readonly now: number
  /** Where what is listed ends, ms: the end of the year in which thirteen months are over. */
  readonly until: number
  /** Those of an entry that begin before `until`, in order. */
  of(entry: RecurringMaintenance): readonly Interval[]
}

/** What lies ahead of `now` (ms); each entry is expanded once, when it is asked for. */
export function comingWindows({ page }: Pick<Config, 'page'>, now: number): ComingWindows {
  const until = windowAt('year', now + forecastHorizon, page.timezone).to
  const windowsByEntry = new Map<RecurringMaintenance, readonly Interval[]>()
  return {
    now,
    until,
    of(entry) {
      const windows = windowsByEntry.get(entry) ?? occurrences(entry, now, { from: now, to: until })
      windowsByEntry.set(entry, windows)
      return windows
    },
  }
}

/** The calendar periods of thirteen months, the one that runs first. */
export function comingPeriods(
  window: Exclude<ObjectiveWindow, number>,
  now: number,
  zone: string,
): Interval[] {
  const periods = [windowAt(window, now, zone)]
  for (let last = periods[0]!; last.to < now + forecastHorizon;)
    periods.push((last = windowAt(window, last.to, zone)))
  return periods
}
