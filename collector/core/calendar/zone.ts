import { tzlib_get_ical_block as blockOf } from 'timezones-ical-library'

const utc = new Set([
  'UTC',
  'Etc/UTC',
  'Etc/UCT',
  'UCT',
  'Zulu',
  'Etc/Zulu',
  'Universal',
  'Etc/Universal',
  'Etc/Greenwich',
])

/** Is it UTC by one of its names? Times in it are written with a Z, and need no definition. */
export const isUtc = (zone: string): boolean => utc.has(zone)

const cache = new Map<string, string | null>()

/** The definition of an IANA zone as calendars read it, lines ended by CRLF; null where none is known. */
export function definitionOf(zone: string): string | null {
  let cached = cache.get(zone)
  if (cached === undefined) {
    const [block = ''] = blockOf(zone)
    // The library gives a zone that is another name of one by that one's name: programs look for ours.
    const definition = block.trim().replace(/^TZID:.*$/m, () => `TZID:${zone}`)
    cache.set(
      zone,
      (cached = definition.startsWith('BEGIN:VTIMEZONE') ? definition.split(/\r?\n/).join('\r\n') : null),
    )
  }
  return cached
}
