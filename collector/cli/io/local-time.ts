const toLocalDateTime = (at: number, zone: string): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime()

/** An instant (ms) in a zone, to the minute: `2026-11-22 15:12`. The caller names the zone beside it. */
export const formatLocalTime = (at: number, zone: string): string =>
  toLocalDateTime(at, zone).toString({ smallestUnit: 'minute' }).replace('T', ' ')

/** A span (ms) in a zone: `2026-11-22 03:00–04:00`, `2026-11-22 23:00 – 11-23 01:00`. */
export function formatLocalSpan(from: number, to: number, zone: string): string {
  const [start, end] = [formatLocalTime(from, zone), formatLocalTime(to, zone)]
  if (start.slice(0, 10) === end.slice(0, 10)) return `${start}–${end.slice(11)}`
  return `${start} – ${start.slice(0, 4) === end.slice(0, 4) ? end.slice(5) : end}`
}
