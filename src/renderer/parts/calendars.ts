import { hash } from 'node:crypto'
import type { Route } from '../../../collector/core/snapshot/renderer.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { type CalendarEvent, eventsOf, isCancelled } from '../../calendar/events.ts'
import { componentPlace } from '../../view/shared/places.ts'
import { workKey } from './maintenance.ts'

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, 16)

/**
 * The calendars to subscribe to, of the whole page and of each component, below every locale. `head` is what every page
 * depends on, `names` the keys of components' names.
 */
export function* agendaParts(
  snapshot: Snapshot,
  locales: readonly string[],
  head: string,
  components: readonly ComponentView[],
  names: ReadonlyMap<string, string>,
): Generator<Omit<Route, 'file'>> {
  const entries = new Map(
    snapshot.recurringMaintenance.map((entry) => [entry.id, short(JSON.stringify(entry))]),
  )
  const allNames = [...names.values()].join()
  const eventKey = (event: CalendarEvent): string => {
    switch (event.kind) {
      case 'master':
        return `${entries.get(event.master.entry.id)} ${event.without.join(' ')}`
      case 'stretched':
        return `${event.window.from}`
      default:
        return `${event.kind} ${workKey(event.maintenance)} ${isCancelled(snapshot, event.maintenance)}`
    }
  }
  const key = (component: string | null): string =>
    short([head, allNames, ...eventsOf(snapshot, component).map(eventKey)].join())
  const agendas = [
    { place: '/', fingerprint: key(null) },
    ...components.map(({ id }) => ({ place: componentPlace(id), fingerprint: key(id) })),
  ]
  for (const locale of locales) {
    const at = locale === snapshot.page.locale ? '' : `/${locale}`
    for (const { place, fingerprint } of agendas)
      yield { path: `${at}${place}calendar.ics`, fingerprint, deferrable: head }
  }
}
