import type { Config } from '../../core/config/config.ts'
import { dayInterval, dayOf } from '../../core/time/calendar.ts'

/** The calendar of a page, which is slow to ask and asked for the same days by every component. */
export type DateMemo = {
  /** The date of an instant (ms), `YYYY-MM-DD`. */
  dateOf(at: number): string
  /** Where the day of an instant begins, ms. */
  dayStart(at: number): number
  /** Forget all when there is much more than a page shows. */
  shrink(): void
}

/** The calendar in the zone of a page. */
export function createDateMemo({ timezone, historyDays }: Config['page']): DateMemo {
  let dates = new Map<number, string>()
  function dateOf(at: number): string {
    let date = dates.get(at)
    if (date === undefined) dates.set(at, (date = dayOf(at, timezone)))
    return date
  }
  return {
    dateOf,
    dayStart: (at) => dayInterval(dateOf(at), timezone).from,
    shrink() {
      if (dates.size > 2 * historyDays + 800) dates = new Map()
    },
  }
}
