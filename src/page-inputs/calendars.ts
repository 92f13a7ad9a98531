import { type CalendarEvent, eventsOf, isCancelled } from '../calendar/events.ts'
import { calendarFiles } from '../calendar/ics.ts'
import { hash } from '../view/shared/hash.ts'
import { componentPlace } from '../view/shared/places.ts'
import { maintenanceKey } from './keys.ts'
import { eventsKey } from './events-key.ts'
import { lazily, lazyInputs } from './lazy-inputs.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** The calendars to subscribe to: of the whole page and of each component. */
export function calendarInputs(context: PageContext): PageInputs[] {
  const { snapshot, components, commonKey, nameKeys } = context
  const entryKeys = lazily(
    () => new Map(snapshot.recurringMaintenance.map((entry) => [entry.id, hash(JSON.stringify(entry))])),
  )
  const allNames = [...nameKeys].join()
  const eventKey = (event: CalendarEvent): string => {
    switch (event.kind) {
      case 'master':
        return `${entryKeys().get(event.master.entry.id)} ${event.without.join(' ')}`
      case 'stretched':
        return `${event.window.from}`
      default:
        return `${event.kind} ${maintenanceKey(event.maintenance)} ${isCancelled(snapshot, event.maintenance)}`
    }
  }
  const calendars = (folder: string, component: string | null): PageInputs[] => {
    const keys = {
      fingerprint: lazily(() =>
        hash([commonKey, allNames, ...eventsOf(snapshot, component).map(eventKey)].join()),
      ),
      deferrableKey: () => commonKey,
      hourlyKey: () => eventsKey(context),
    }
    return calendarFiles.map((file) => lazyInputs(folder + file, keys))
  }
  return [...calendars('/', null), ...components.flatMap(({ id }) => calendars(componentPlace(id), id))]
}
