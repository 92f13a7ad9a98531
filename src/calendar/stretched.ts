import type { Interval } from '../../collector/core/time/interval.ts'
import { occurrences } from '../../collector/core/maintenance/recurrence.ts'
import { day } from '../../collector/core/time/units.ts'
import type { RecurringEvent } from './master.ts'
import { isUtc } from './zone.ts'

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

const local = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)

/** How long a window lasts by the clock on the wall, ms. */
const wallLength = ({ from, to }: Interval, zone: string): number =>
  local(from, zone).toPlainDateTime().until(local(to, zone).toPlainDateTime()).total('milliseconds')

/** Does the clock show the local time of an instant once? */
function isShownOnce(at: number, zone: string): boolean {
  const shown = local(at, zone).toPlainDateTime()
  const [early, late] = (['earlier', 'later'] as const).map((disambiguation) =>
    shown.toZonedDateTime(zone, { disambiguation }),
  )
  return early!.epochMilliseconds === late!.epochMilliseconds
}

/** Do a local beginning and the same hour's end say when it is, on that day as on any other? */
const isPlain = (window: Interval, { timezone, lasts, at }: RecurringEvent['entry']): boolean =>
  wallLength(window, timezone) === lasts &&
  local(window.from, timezone).toPlainTime().equals(Temporal.PlainTime.from(at)) &&
  isShownOnce(window.from, timezone) &&
  isShownOnce(window.to, timezone)
