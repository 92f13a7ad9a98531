/**
 * Days and months of a zone a second time: looked for among instants, by the name the zone gives their day. No arithmetic
 * on offsets, and not Temporal.
 */
const dateFormats = new Map<string, Intl.DateTimeFormat>()
function nameOf(at: number, zone: string): string {
  let format = dateFormats.get(zone)
  if (!format)
    dateFormats.set(zone, (format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })))
  return format.format(at)
}

const minute = 60_000
const starts = new Map<string, number>()

/** The first instant (ms) whose day in a zone is a date (`YYYY-MM-DD`) or a later one. */
function startOf(date: string, zone: string): number {
  const key = `${date} ${zone}`
  let at = starts.get(key)
  if (at === undefined) {
    at = Date.parse(`${date}T00:00:00Z`) - 15 * 60 * minute
    while (nameOf(at, zone) < date) at += minute
    starts.set(key, at)
  }
  return at
}

const next = (date: string): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** A calendar day, `YYYY-MM-DD`. */
export const referenceDay = (date: string, zone: string) => ({
  from: startOf(date, zone),
  to: startOf(next(date), zone),
})

/** A calendar month, `YYYY-MM`. */
export function referenceMonth(month: string, zone: string) {
  let last = `${month}-28`
  while (next(last).startsWith(month)) last = next(last)
  return { from: startOf(`${month}-01`, zone), to: startOf(next(last), zone) }
}
