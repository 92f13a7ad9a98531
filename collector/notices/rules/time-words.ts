import { bothReadings, endOfSkippedTime } from '../../core/time/parse-time.ts'
import { formatDuration } from '../../core/time/duration.ts'
import { day, hour, minute, week } from '../../core/time/units.ts'

/**
 * An instant (ms) as messages show it: `2026-11-23 15:04 (Europe/Paris)`; it can be written back as it stands. One that the
 * clocks show twice has its offset, without which it would be refused or the first be read.
 */
export function formatInstantWords(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const wall = local.toPlainDateTime()
  const [first, second] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(zone, { disambiguation }),
  )
  const offset = first!.equals(second!) ? '' : ` ${local.offset}`
  return `${formatWallTime(wall)}${offset} (${zone})`
}

const formatWallTime = (wall: Temporal.PlainDateTime): string => {
  const smallest = wall.millisecond > 0 ? 'millisecond' : wall.second > 0 ? 'second' : 'minute'
  return wall.toString({ smallestUnit: smallest }).replace('T', ' ')
}

/**
 * What is wrong with a time of a clock on the wall that the clocks of `zone` skip when they go forward, or show twice when
 * they go back, and what to write instead; null for every other time, and for what is none. Stands behind the time.
 */
export function describeDoubtfulTime(written: string, now: number, zone: string): string | null {
  const skipped = endOfSkippedTime(written, now, zone)
  if (skipped !== null)
    return `is not there in ${zone}: the clocks go forward then. The first time after it is ${formatInstantWords(skipped, zone)}: write that, or a time before ${formatWallTimeUntil(skipped, zone)}.`
  const readings = bothReadings(written, now, zone)
  if (readings === null) return null
  const [first, second] = readings.map((at) => {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
    return local.toString({
      timeZoneName: 'never',
      ...(local.second === 0 && local.millisecond === 0 && { smallestUnit: 'minute' as const }),
    })
  })
  const [comes, go] = readings[0] > now ? ['comes', 'go'] : ['came', 'went']
  return `${comes} twice in ${zone}: the clocks ${go} back then. Write "${first}" for the first, "${second}" for the second.`
}

/** What the clocks of a zone would have shown at an instant (ms) had they not been put forward then: `2027-03-28 02:00`. */
const formatWallTimeUntil = (at: number, zone: string): string =>
  formatWallTime(
    Temporal.Instant.fromEpochMilliseconds(at - 1)
      .toZonedDateTimeISO(zone)
      .toPlainDateTime()
      .add({ milliseconds: 1 }),
  )

/** How long the earliest begin that a message suggests may be written back, ms. */
const copyMargin = 5 * minute

/**
 * The earliest begin to suggest to people who were refused an earlier one, ms. The bound itself moves on while they read: it is
 * rounded up to whole five minutes, and five more are added, so that the suggestion is still early enough when it is copied
 * within five minutes.
 */
export const earliestSuggestion = (bound: number): number =>
  Math.ceil(bound / copyMargin) * copyMargin + copyMargin

/** A duration (ms) in words where it is a round one: `24 hours`, `2 weeks`; else as configurations write it. */
export function formatLengthWords(ms: number): string {
  const units = [
    ['week', week],
    ['day', day],
    ['hour', hour],
    ['minute', minute],
  ] as const
  // A day is written as 24 hours: a notice period is counted in hours.
  const unit = units.find(
    ([, length]) => ms >= length && ms % length === 0 && !(length === day && ms === day),
  )
  if (!unit) return formatDuration(ms)
  const count = ms / unit[1]
  return `${count} ${unit[0]}${count === 1 ? '' : 's'}`
}
