import ical, {
  ICalAlarmType,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import type { Interval } from '../../collector/core/interval.ts'
import type { Maintenance } from '../../collector/core/maintenance.ts'
import { hour, second } from '../../collector/core/time.ts'
import { fill } from '../i18n/words.ts'
import { componentPlace, maintenancePlace, segment } from '../view/lookup.ts'
import { workSpan } from '../view/maintenance.ts'
import { entryAnchor } from '../view/programme.ts'
import type { View } from '../view/view.ts'
import { type Event, eventsOf, isCancelled } from './events.ts'
import type { Master } from './master.ts'
import { type Described, componentNames, description, plainLine } from './words.ts'
import { definitionOf, isUtc } from './zone.ts'

/** How often programs are asked to look again, s. */
const lookAgain = hour / second

/** How long before work that readers feel they are reminded, s. */
const reminder = hour / second

/** The calendar of the whole page, or of a component, as RFC 5545 has it: the same snapshot gives the same bytes. */
export function calendar(
  view: View,
  component: { readonly id: string; readonly name: string } | null,
): string {
  const { words, snapshot, absolute, path } = view
  const { name } = snapshot.page
  const title = component
    ? fill(words.feeds.agendaComponent, { name, component: component.name })
    : fill(words.feeds.agenda, { name })
  const home = component ? componentPlace(component.id) : '/maintenance/'
  const document = ical({
    prodId: { company: 'Vigie', product: 'Vigie', language: view.locale.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    // The library writes it as it is.
    name: plainLine(title).replace(/[\\;,]/g, (sign) => `\\${sign}`),
    url: absolute(path(home)),
    source: absolute(path(view.place)),
    ttl: lookAgain,
  })
  const zones = new Set<string>()
  for (const event of eventsOf(snapshot, component?.id ?? null)) {
    const data = eventData(view, event)
    document.createEvent(data)
    if (data.timezone) zones.add(data.timezone)
  }
  const definitions = [...zones].flatMap((zone) => definitionOf(zone) ?? []).map((block) => `${block}\r\n`)
  // The library would write them before properties of the calendar, which have to come first.
  const written = document.toString()
  const at = written.indexOf('BEGIN:VEVENT')
  return at < 0 ? `${written}\r\n` : `${written.slice(0, at)}${definitions.join('')}${written.slice(at)}\r\n`
}

const hostOf = (view: View): string => new URL(view.absolute('/')).host

function eventData(view: View, event: Event): ICalEventData {
  switch (event.kind) {
    case 'master':
      return {
        ...ruled(view, event.master, event.master.first),
        repeating: repeating(event.master, event.without),
      }
    case 'stretched':
      return {
        ...ruled(view, event.master, event.window),
        recurrenceId: instant(event.window.from, event.master.entry.timezone),
      }
    case 'override': {
      const { master, maintenance } = event
      const { id, timezone, sequence } = master.entry
      return {
        ...windowOf(view, maintenance, timezone),
        id: `${segment(id)}@${hostOf(view)}`,
        sequence: sequence + maintenance.version - 1,
        recurrenceId: instant(maintenance.programme!.originalFor, timezone),
      }
    }
    case 'single':
      return windowOf(view, event.maintenance, 'UTC')
  }
}

/** An instant as a zone writes it; in UTC with a Z. */
const instant = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)

/** Begin and end in a zone. */
const times = ({ from, to }: Interval, zone: string) => ({
  start: instant(from, zone),
  end: instant(to, zone),
  timezone: isUtc(zone) ? null : zone,
})

/** The rule, and the windows that are not of this calendar. */
function repeating({ entry, rule }: Master, without: readonly number[]): string {
  if (without.length === 0) return `RRULE:${rule}`
  const utc = isUtc(entry.timezone)
  const dates = without.map(
    (at) =>
      `${instant(at, utc ? 'UTC' : entry.timezone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'second' })
        .replace(/[-:]/g, '')}${utc ? 'Z' : ''}`,
  )
  return `RRULE:${rule}\nEXDATE${utc ? '' : `;TZID=${entry.timezone}`}:${dates.join(',')}`
}

/** A window as the rule has it. */
function ruled(view: View, { entry }: Master, window: Interval): ICalEventData {
  const changedAt = instant(Math.max(entry.loadedAt, entry.timedAt), 'UTC')
  const url = `${view.absolute(view.path('/maintenance/'))}#${entryAnchor(entry.id)}`
  return {
    ...times(window, entry.timezone),
    ...said(view, entry, plainLine(view.text(entry.title)), url, false),
    id: `${segment(entry.id)}@${hostOf(view)}`,
    sequence: entry.sequence,
    stamp: changedAt,
    lastModified: changedAt,
  }
}

/** A window as people have told it. */
function windowOf(view: View, maintenance: Maintenance, zone: string): ICalEventData {
  const cancelled = isCancelled(view.snapshot, maintenance)
  const changedAt = instant(writtenAt(maintenance), 'UTC')
  const title = plainLine(view.text(maintenance.title))
  const url = view.absolute(view.path(maintenancePlace(maintenance.id)))
  return {
    ...times(workSpan(maintenance), zone),
    ...said(
      view,
      maintenance,
      cancelled ? fill(view.words.feeds.cancelled, { title }) : title,
      url,
      cancelled,
    ),
    id: `${segment(maintenance.id)}@${hostOf(view)}`,
    sequence: maintenance.version - 1,
    stamp: changedAt,
    lastModified: changedAt,
  }
}

function said(view: View, about: Described, summary: string, url: string, cancelled: boolean) {
  return {
    summary,
    description: description(view, about, url),
    url,
    categories: componentNames(view, about).map((name) => ({ name })),
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    // Nobody's time is taken by it.
    transparency: ICalEventTransparency.TRANSPARENT,
    alarms:
      cancelled || about.impact === 'none'
        ? []
        : [{ type: ICalAlarmType.display, trigger: reminder, description: summary }],
  }
}

/** When anything of a maintenance was last written down, ms. */
function writtenAt({ publishedAt, announced, updates, corrections = [], ...one }: Maintenance): number {
  return Math.max(
    publishedAt,
    one.startedAt ?? 0,
    one.completedAt ?? 0,
    one.cancelledAt ?? 0,
    ...announced.map(({ at }) => at),
    ...updates.map((update) => update.writtenAt ?? update.at),
    ...corrections.map(({ at }) => at),
  )
}
