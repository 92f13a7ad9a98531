import { parseDuration } from './duration.ts'

/**
 * A point in time as a person writes it: ISO 8601 (`2026-11-22T15:00:00Z`, `2026-11-22 15:00`, `2026-11-22`), `now`,
 * relative (`+2h`, `-30m`), or `today`, `tomorrow`, `yesterday` with an optional `HH:MM`. What names no offset is read in
 * `zone`. Returns ms since the epoch, or null when it is none of these.
 */
export function parseTime(text: string, now: number, zone: string): number | null {
  const trimmed = text.trim()
  if (trimmed === 'now') return now
  const relative = /^([+-])(\S+)$/.exec(trimmed)
  if (relative) {
    const duration = parseDuration(relative[2]!)
    return duration === null ? null : relative[1] === '+' ? now + duration : now - duration
  }
  try {
    const wall = parseWallTime(trimmed, now, zone)
    if (wall) return wall.time.toZonedDateTime(zone).epochMilliseconds
    return startsWithDate(trimmed) ? Temporal.Instant.from(toIso(trimmed)).epochMilliseconds : null
  } catch {
    return null
  }
}

/**
 * Where a text is a time of a clock on the wall that the clocks of `zone` skip when they go forward: when they have done so
 * (ms), which is the first time there is after it. Else null, also for a day alone: that begins when it begins.
 */
export function endOfSkippedTime(text: string, now: number, zone: string): number | null {
  try {
    const wall = parseWallTime(text.trim(), now, zone)
    if (!wall?.hasTime) return null
    const early = wall.time.toZonedDateTime(zone, { disambiguation: 'earlier' })
    // One that the clocks show twice, in autumn, is there both times.
    if (early.toPlainDateTime().equals(wall.time)) return null
    return early.getTimeZoneTransition('next')?.epochMilliseconds ?? null
  } catch {
    return null
  }
}

/** Where a text is a time of a clock on the wall that the clocks of `zone` show twice when they go back: both (ms). Else null. */
export function bothReadings(text: string, now: number, zone: string): readonly [number, number] | null {
  try {
    const wall = parseWallTime(text.trim(), now, zone)
    if (!wall?.hasTime) return null
    const [first, second] = (['earlier', 'later'] as const).map((disambiguation) =>
      wall.time.toZonedDateTime(zone, { disambiguation }),
    )
    if (!first!.toPlainDateTime().equals(wall.time) || first!.equals(second!)) return null
    return [first!.epochMilliseconds, second!.epochMilliseconds]
  } catch {
    return null
  }
}

const startsWithDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}/.test(text)
const toIso = (text: string): string =>
  text.replace(/^(\d{4}-\d{2}-\d{2}) +/, '$1T').replace(/(\d) +([+-]|Z$)/, '$1$2')

/** The time that a clock on the wall would show; null for what is an instant or none. @throws RangeError for `25:00` */
function parseWallTime(
  text: string,
  now: number,
  zone: string,
): { readonly time: Temporal.PlainDateTime; readonly hasTime: boolean } | null {
  const relativeDay = /^(today|tomorrow|yesterday)(?:\s+(\d{1,2}:\d{2}))?$/.exec(text)
  if (relativeDay) {
    const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate()
    const date = today.add({ days: { yesterday: -1, today: 0, tomorrow: 1 }[relativeDay[1] as 'today'] })
    const time = Temporal.PlainTime.from((relativeDay[2] ?? '00:00').padStart(5, '0'))
    return { time: date.toPlainDateTime(time), hasTime: relativeDay[2] !== undefined }
  }
  if (!startsWithDate(text)) return null
  // Temporal reads over what stands in brackets: a zone there would change nothing.
  if (text.includes('[')) throw new RangeError('a time has no brackets')
  const iso = toIso(text)
  if (/(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(iso.slice(10))) return null
  return { time: Temporal.PlainDateTime.from(iso), hasTime: iso.length > 10 }
}

/**
 * Whether a number that should be milliseconds since the epoch is one of seconds: as milliseconds it would be a day before
 * March 1973, of which no page has anything to tell.
 */
export const isInSeconds = (instant: number): boolean => instant > 0 && instant < 1e11
