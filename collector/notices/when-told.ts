import { formatDuration } from '../core/duration.ts'
import { day, hour, minute, week } from '../core/time.ts'

/** An instant (ms) as messages show it: `2026-11-23 15:04 (Europe/Paris)`; it can be written back as it stands. */
export function instantInWords(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const time = local.toPlainTime()
  const smallest = time.millisecond > 0 ? 'millisecond' : time.second > 0 ? 'second' : 'minute'
  return `${local.toPlainDate().toString()} ${time.toString({ smallestUnit: smallest })} (${zone})`
}

/** The first whole minute at or after an instant, ms: what people write has no seconds. */
export const wholeMinute = (at: number): number => Math.ceil(at / minute) * minute

/** A duration (ms) in words where it is a round one: `24 hours`, `2 weeks`; else as configurations write it. */
export function lengthInWords(ms: number): string {
  const units = [
    ['week', week],
    ['day', day],
    ['hour', hour],
    ['minute', minute],
  ] as const
  // A day is told as 24 hours: that is what a promise of notice says.
  const unit = units.find(
    ([, length]) => ms >= length && ms % length === 0 && !(length === day && ms === day),
  )
  if (!unit) return formatDuration(ms)
  const count = ms / unit[1]
  return `${count} ${unit[0]}${count === 1 ? '' : 's'}`
}
