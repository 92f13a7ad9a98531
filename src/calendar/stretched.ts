import type { Interval } from '../../collector/core/time/interval.ts'
import { occurrences } from '../../collector/core/maintenance/recurrence.ts'
import { day } from '../../collector/core/time/units.ts'
import type { RecurringEvent } from './master.ts'
import { isPlain } from './plain-window.ts'
import { isUtc } from '../../collector/core/calendar/zone.ts'

/** How many years after the present one changes of the clock are said explicitly. */
const yearsAhead = 2

const known = new WeakMap<RecurringEvent, { readonly until: number; readonly windows: readonly Interval[] }>()

/**
 * The windows of a master, to the end of the year after next, that its clock on the wall cannot tell: those during which
 * it changes, which calendars that repeat a local end would have end an hour early or late, and those that begin at a time
 * the clock skips or shows twice, of which programs make what they like.
 */
export function stretched(master: RecurringEvent, now: number): readonly Interval[] {
  const until = Date.UTC(new Date(now).getUTCFullYear() + yearsAhead + 1, 0, 1)
  const before = known.get(master)
  if (before?.until === until) return before.windows
  const windows = find(master, until)
  known.set(master, { until, windows })
  return windows
}

function find({ entry, first }: RecurringEvent, until: number): readonly Interval[] {
  if (isUtc(entry.timezone)) return []
  const found: Interval[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(first.from).toZonedDateTimeISO(entry.timezone)
  for (;;) {
    const change = at.getTimeZoneTransition('next')
    if (!change || change.epochMilliseconds >= until) return found
    const instant = change.epochMilliseconds
    const near = { from: Math.max(first.from, instant - entry.lasts - day), to: instant + day }
    for (const window of occurrences(entry, entry.loadedAt, near))
      if (!isPlain(window, entry)) found.push(window)
    at = change
  }
}
