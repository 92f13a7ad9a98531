import { hash } from 'node:crypto'
import {
  ICalAlarmType,
  type ICalCalendar,
  ICalEvent,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import type { Interval } from '../../collector/core/time/interval.ts'
import { type Maintenance, writtenAt, workSpan } from '../../collector/core/maintenance/maintenance.ts'
import type { RecurringMaintenance } from '../../collector/core/maintenance/recurring-maintenance.ts'
import { hour, second } from '../../collector/core/time/units.ts'
import { fillPlaceholders } from '../../collector/core/i18n/sentences.ts'
import { eventUid } from '../../collector/core/calendar/maintenance-calendar.ts'
import { maintenancePlace } from '../view/shared/places.ts'
import { entryAnchor } from '../view/maintenance/recurring-maintenance.ts'
import type { View } from '../view/shared/view.ts'
import { type CalendarEvent, isCancelled } from './events.ts'
import type { RecurringEvent } from './master.ts'
import { type Described, componentNames, description, plainLine } from './words.ts'
import { isUtc } from '../../collector/core/calendar/zone.ts'

/** One event of a calendar, its lines not folded yet. */
export function eventText(
  view: View,
  calendar: ICalCalendar,
  event: CalendarEvent,
  hasReminders: boolean,
): string {
  const text = (data: DescribedEvent): string => {
    const reminded = hasReminders && data.isFelt && data.status !== ICalEventStatus.CANCELLED
    const { isFelt: _, ...written } = data
    return new ICalEvent(reminded ? { ...written, alarms: [reminder(data)] } : written, calendar).toString()
  }
  switch (event.kind) {
    case 'master': {
      const { master, without } = event
      const ics = text({ ...ruled(view, master, master.first), repeating: repeating(master, without) })
      return inZone(ics, master.entry, {
        DTSTART: nominal(master.entry, master.first.from),
        DTEND: nominal(master.entry, master.first.from).add({ milliseconds: master.entry.lasts }),
      })
    }
    case 'stretched': {
      const { master, window } = event
      const ics = text({ ...ruled(view, master, window), recurrenceId: new Date(window.from) })
      return inZone(ics, master.entry, { 'RECURRENCE-ID': nominal(master.entry, window.from) })
    }
    case 'override': {
      const { master, maintenance, place } = event
      const ics = text({
        ...windowOf(view, maintenance),
        id: uid('recurring', master.entry.id),
        sequence: master.entry.sequence + maintenance.version - 1,
        recurrenceId: new Date(place),
      })
      return inZone(ics, master.entry, { 'RECURRENCE-ID': nominal(master.entry, place) })
    }
    case 'single':
      return text(windowOf(view, event.maintenance))
  }
}

/** An event, and whether readers feel the work it is about. */
type DescribedEvent = ICalEventData & { readonly isFelt: boolean }

/** How long before work readers are reminded of it, ms. */
const remindedBefore = hour

const reminder = ({ summary }: DescribedEvent) => ({
  type: ICalAlarmType.display as const,
  trigger: remindedBefore / second,
  description: summary ?? '',
})

/** When the rule has a window begin that begins at an instant (ms), by the clock of its zone, even on a day that skips it. */
const nominal = ({ timezone, at }: RecurringMaintenance, from: number): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(from)
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toPlainDateTime(Temporal.PlainTime.from(at))

const icsTime = (time: Temporal.PlainDateTime): string =>
  time.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')

/**
 * The same event with some of its times by the clock of an entry's zone. The library has one zone for all times of an
 * event; but what an occurrence is known by is local, while its times are exact only in UTC when the clock changes.
 */
function inZone(
  text: string,
  { timezone }: RecurringMaintenance,
  times: Readonly<Record<string, Temporal.PlainDateTime>>,
): string {
  if (isUtc(timezone)) return text
  return Object.entries(times).reduce(
    (changed, [name, time]) =>
      changed.replace(new RegExp(`^${name}:.*$`, 'm'), () => `${name};TZID=${timezone}:${icsTime(time)}`),
    text,
  )
}

/** The rule, and the windows that are not of this calendar. */
function repeating({ entry, rule }: RecurringEvent, without: readonly number[]): string {
  if (without.length === 0) return `RRULE:${rule}`
  const utc = isUtc(entry.timezone)
  const dates = without.map((at) => `${icsTime(nominal(entry, at))}${utc ? 'Z' : ''}`)
  return `RRULE:${rule}\nEXDATE${utc ? '' : `;TZID=${entry.timezone}`}:${dates.join(',')}`
}

const uid = (kind: 'maintenance' | 'recurring', id: string): string =>
  eventUid((text) => hash('sha256', text, 'hex'), kind, id)

/** Where readers of an event go on, far from the page: null without `page.url`. */
const addressOf = (view: View, place: string, anchor = ''): string | null =>
  view.snapshot.page.url === null ? null : view.absolute(view.path(place)) + anchor

/** A window as the rule has it. */
function ruled(view: View, { entry }: RecurringEvent, window: Interval): DescribedEvent {
  const changedAt = new Date(Math.max(entry.loadedAt, entry.timedAt))
  const url = addressOf(view, '/maintenance/', `#${entryAnchor(entry.id)}`)
  return {
    ...describedEvent(view, entry, plainLine(view.text(entry.title)), url, false),
    id: uid('recurring', entry.id),
    start: new Date(window.from),
    end: new Date(window.to),
    sequence: entry.sequence,
    stamp: changedAt,
    lastModified: changedAt,
  }
}

/** A window as people have told it. */
function windowOf(view: View, maintenance: Maintenance): DescribedEvent {
  const cancelled = isCancelled(view.snapshot, maintenance)
  const changedAt = new Date(writtenAt(maintenance))
  const { from, to } = workSpan(maintenance)
  const title = plainLine(view.text(maintenance.title))
  const summary = cancelled ? fillPlaceholders(view.words.feeds.cancelled, { title }) : title
  const url = addressOf(view, maintenancePlace(maintenance.id))
  return {
    ...describedEvent(view, maintenance, summary, url, cancelled),
    id: uid('maintenance', maintenance.id),
    start: new Date(from),
    end: new Date(to),
    sequence: maintenance.version - 1,
    stamp: changedAt,
    lastModified: changedAt,
  }
}

/** What an event says, whether it is a window of a rule or one of its own. */
function describedEvent(
  view: View,
  about: Described,
  summary: string,
  url: string | null,
  cancelled: boolean,
) {
  return {
    summary,
    description: description(view, about, url),
    ...(url !== null && { url }),
    categories: componentNames(view, about).map((name) => ({ name })),
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    isFelt: about.impact !== 'none',
    // Nobody's time is taken by it.
    transparency: ICalEventTransparency.TRANSPARENT,
  }
}
