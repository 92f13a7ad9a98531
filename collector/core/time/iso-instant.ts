/** An instant (ms) as reports write it: ISO 8601 in UTC with milliseconds. */
export const isoInstant = (at: number): string => new Date(at).toISOString()
/** The same, or null for null. */
export const isoInstantOrNull = (at: number | null): string | null => (at === null ? null : isoInstant(at))
