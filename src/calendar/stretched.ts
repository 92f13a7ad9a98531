import type { Interval } from '../../collector/core/interval.ts'
import { occurrences } from '../../collector/core/recurrence.ts'
import { day } from '../../collector/core/time.ts'
import type { Master } from './master.ts'
import { isUtc } from './zone.ts'

/** How many years after the present one changes of the clock are said explicitly. */
const yearsAhead = 2

const known = new WeakMap<Master, { readonly until: number; readonly windows: readonly Interval[] }>()

/**
 * The windows of a master, to the end of the year after next, during which the clock of its zone changes. A window lasts
 * as long on that day as on any other; calendars that repeat it by its local end would have it end an hour early or late.
 * Those whose end the clock shows twice are left out: no local time says which one is meant.
 */
export function stretched(master: Master, now: number): readonly Interval[] {
  const until = Date.UTC(new Date(now).getUTCFullYear() + yearsAhead + 1, 0, 1)
  const before = known.get(master)
  if (before?.until === until) return before.windows
  const windows = find(master, until)
  known.set(master, { until, windows })
  return windows
}

function find({ entry, first }: Master, until: number): readonly Interval[] {
  if (isUtc(entry.timezone)) return []
  const found: Interval[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(first.from).toZonedDateTimeISO(entry.timezone)
  for (;;) {
    const change = at.getTimeZoneTransition('next')
    if (!change || change.epochMilliseconds >= until) return found
    const instant = change.epochMilliseconds
    const near = { from: Math.max(first.from, instant - entry.lasts - day), to: instant + day }
    for (const window of occurrences(entry, entry.loadedAt, near))
      if (wallLength(window, entry.timezone) !== entry.lasts && !isAmbiguous(window.to, entry.timezone))
        found.push(window)
    at = change
  }
}

const local = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)

/** How long a window lasts by the clock on the wall, ms. */
const wallLength = ({ from, to }: Interval, zone: string): number =>
  local(from, zone).toPlainDateTime().until(local(to, zone).toPlainDateTime()).total('milliseconds')

/** Does the local time of an instant mean an earlier one to whoever reads it? */
const isAmbiguous = (at: number, zone: string): boolean =>
  local(at, zone).toPlainDateTime().toZonedDateTime(zone).epochMilliseconds !== at
