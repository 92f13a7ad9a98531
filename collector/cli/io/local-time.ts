const local = (at: number, zone: string): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime()

/** An instant (ms) in a zone, to the minute: `2026-11-22 15:12`. Whoever prints it names the zone. */
export const localTime = (at: number, zone: string): string =>
  local(at, zone).toString({ smallestUnit: 'minute' }).replace('T', ' ')

/** A span (ms) in a zone: `2026-11-22 03:00–04:00`, `2026-11-22 23:00 – 11-23 01:00`. */
export function localSpan(from: number, to: number, zone: string): string {
  const [begins, ends] = [localTime(from, zone), localTime(to, zone)]
  if (begins.slice(0, 10) === ends.slice(0, 10)) return `${begins}–${ends.slice(11)}`
  return `${begins} – ${begins.slice(0, 4) === ends.slice(0, 4) ? ends.slice(5) : ends}`
}
