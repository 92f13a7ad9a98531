import { parseDuration } from './duration.ts'

/**
 * A point in time as a person writes it: ISO 8601 (`2026-11-22T15:00:00Z`, `2026-11-22 15:00`, `2026-11-22`), `now`,
 * relative (`+2h`, `-30m`), or `today`, `tomorrow`, `yesterday` with an optional `HH:MM`. What names no offset is read in
 * `zone`. Returns ms since the epoch, or null when it is none of these.
 */
export function parseWhen(text: string, now: number, zone: string): number | null {
  const written = text.trim()
  if (written === 'now') return now
  const relative = /^([+-])(\S+)$/.exec(written)
  if (relative) {
    const lasts = parseDuration(relative[2]!)
    return lasts === null ? null : relative[1] === '+' ? now + lasts : now - lasts
  }
  const named = /^(today|tomorrow|yesterday)(?:\s+(\d{1,2}:\d{2}))?$/.exec(written)
  try {
    if (named) {
      const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate()
      const date = today.add({ days: { yesterday: -1, today: 0, tomorrow: 1 }[named[1] as 'today'] })
      return date.toZonedDateTime({
        timeZone: zone,
        plainTime: Temporal.PlainTime.from((named[2] ?? '00:00').padStart(5, '0')),
      }).epochMilliseconds
    }
    if (!/^\d{4}-\d{2}-\d{2}/.test(written)) return null
    const iso = written.replace(/^(\d{4}-\d{2}-\d{2}) +/, '$1T').replace(/(\d) +([+-]|Z$)/, '$1$2')
    if (/(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(iso.slice(10)))
      return Temporal.Instant.from(iso).epochMilliseconds
    return Temporal.PlainDateTime.from(iso).toZonedDateTime(zone).epochMilliseconds
  } catch {
    return null
  }
}
