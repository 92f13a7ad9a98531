import ical, { ICalCalendarMethod, foldLines } from 'ical-generator'
import { hour, second } from '../../collector/core/time/units.ts'
import { fillPlaceholders } from '../../collector/core/i18n/sentences.ts'
import { componentPlace } from '../view/shared/places.ts'
import type { View } from '../view/shared/view.ts'
import { eventText } from './event-text.ts'
import { eventsOf } from './events.ts'
import { plainLine } from './words.ts'
import { definitionOf } from '../../collector/core/calendar/zone.ts'

/** How often programs are asked to look again, s. */
const lookAgain = hour / second

/** The files of a calendar: without alarms, which nobody who follows many calendars wants, and with a reminder of what is felt. */
export const calendarFiles = ['calendar.ics', 'calendar-alarms.ics'] as const

/** The calendar of the whole page, or of a component, as RFC 5545 has it: the same snapshot gives the same bytes. */
export function calendar(
  view: View,
  component: { readonly id: string; readonly name: string } | null,
  file: (typeof calendarFiles)[number] = 'calendar.ics',
): string {
  const hasReminders = file === 'calendar-alarms.ics'
  const { words, snapshot, absolute, path } = view
  const { name } = snapshot.page
  const title = component
    ? fillPlaceholders(hasReminders ? words.feeds.remindersComponent : words.feeds.agendaComponent, {
        name,
        component: component.name,
      })
    : fillPlaceholders(hasReminders ? words.feeds.reminders : words.feeds.agenda, { name })
  const home = component ? componentPlace(component.id) : '/maintenance/'
  const document = ical({
    prodId: { company: 'Vigie', product: 'Vigie', language: view.locale.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    // The library writes it as it is.
    name: plainLine(title).replace(/[\\;,]/g, (sign) => `\\${sign}`),
    ...(snapshot.page.url !== null && { url: absolute(path(home)), source: absolute(path(view.place)) }),
    ttl: lookAgain,
  })
  const events = eventsOf(snapshot, component?.id ?? null)
  const zones = new Set(
    events.flatMap((event) => (event.kind === 'master' ? event.master.entry.timezone : [])),
  )
  const definitions = [...zones].flatMap((zone) => definitionOf(zone) ?? [])
  // RFC 5545, 3.6: a calendar has one part at least, and programs refuse to subscribe to one without: the page's zone will do.
  if (events.length === 0) definitions.push(definitionOf(snapshot.page.timezone) ?? definitionOf('UTC')!)
  const parts = [
    ...definitions.map((definition) => `${definition}\r\n`),
    ...events.map((event) => eventText(view, document, event, hasReminders)),
  ].join('')
  // The library would write zones before properties of the calendar, which have to come first.
  return document.toString().replace(/END:VCALENDAR$/, () => `${foldLines(parts)}END:VCALENDAR\r\n`)
}
