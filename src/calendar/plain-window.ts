import type { Interval } from '../../collector/core/time/interval.ts'
import type { RecurringMaintenance } from '../../collector/core/maintenance/recurring-maintenance.ts'
import { isUtc } from '../../collector/core/calendar/zone.ts'

type EntryTimes = Pick<RecurringMaintenance, 'timezone' | 'lasts' | 'at'>

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

/** Do a local beginning and the same hour's end say when a window of an entry is, on that day as on any other? */
export const isPlain = (window: Interval, { timezone, lasts, at }: EntryTimes): boolean =>
  isUtc(timezone) ||
  (wallLength(window, timezone) === lasts &&
    local(window.from, timezone).toPlainTime().equals(Temporal.PlainTime.from(at)) &&
    isShownOnce(window.from, timezone) &&
    isShownOnce(window.to, timezone))
