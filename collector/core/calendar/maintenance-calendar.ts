import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency, foldLines } from 'ical-generator'
import { type Maintenance, workSpan, writtenAt } from '../maintenance/maintenance.ts'
import type { LoadedRecurringMaintenance } from '../maintenance/recurring-maintenance.ts'
import type { Locale } from '../text/localized-text.ts'
import { permanentIdOf } from '../text/permanent-id.ts'
import { definitionOf, isUtc } from './zone.ts'

/** What a calendar says of a window, in one language: without control characters. */
export type EventWords = {
  readonly summary: string
  readonly description: string
  readonly url: string | null
  readonly locale: Locale
}

/** The name by which calendars know a window, or a rule. The same wherever the page moves. */
export const eventUid = (
  sha256: (text: string) => string,
  kind: 'maintenance' | 'recurring',
  id: string,
): string => `${permanentIdOf(sha256, kind, id)}@vigie`

/**
 * One window as a calendar of its own, for a mail: the same event as in the page's calendar, so that a program updates the
 * one it has. An occurrence is named by its rule and the place it has in it (RFC 5545, RECURRENCE-ID). Each change raises
 * SEQUENCE; a cancelled window is METHOD:CANCEL (RFC 5546, 3.2.5).
 *
 * @param entry the rule of an occurrence; null for a single window
 */
export function maintenanceCalendar(
  maintenance: Maintenance,
  entry: LoadedRecurringMaintenance | null,
  { summary, description, url, locale }: EventWords,
  sha256: (text: string) => string,
): string {
  const { programme, version } = maintenance
  const isCancelled = maintenance.cancelledAt !== null
  const document = ical({
    prodId: { company: 'Vigie', product: 'Vigie', language: locale.toUpperCase() },
    method: isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  })
  const occurrence = programme && entry
  const changed = new Date(writtenAt(maintenance))
  const span = workSpan(maintenance)
  const event = document.createEvent({
    id: occurrence
      ? eventUid(sha256, 'recurring', programme.entry)
      : eventUid(sha256, 'maintenance', maintenance.id),
    start: new Date(span.from),
    end: new Date(span.to),
    sequence: (occurrence ? entry.sequence : 0) + version - 1,
    stamp: changed,
    lastModified: changed,
    summary,
    description,
    ...(url !== null && { url }),
    ...(occurrence && { recurrenceId: new Date(programme.originalFor) }),
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    // Nobody's time is taken by it.
    transparency: ICalEventTransparency.TRANSPARENT,
  })
  const zone = occurrence ? entry.entry.timezone : 'UTC'
  if (!occurrence || isUtc(zone)) return `${document.toString()}\r\n`
  // The place in a rule is told by the clock of the rule's zone.
  const place = icsTime(programme.originalFor, zone)
  const text = event.toString().replace(/^RECURRENCE-ID:.*$/m, () => `RECURRENCE-ID;TZID=${zone}:${place}`)
  document.clear()
  const definition = definitionOf(zone)
  const parts = foldLines(`${definition === null ? '' : `${definition}\r\n`}${text}`)
  return document.toString().replace(/END:VCALENDAR\s*$/, () => `${parts}END:VCALENDAR\r\n`)
}

const icsTime = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replaceAll(/[-:]/g, '')
