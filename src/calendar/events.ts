import {
  type Maintenance,
  maintenanceStatus,
  workSpan,
} from '../../collector/core/maintenance/maintenance.ts'
import type { Interval } from '../../collector/core/time/interval.ts'
import { isUnedited } from '../../collector/core/maintenance/planned-start.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { day } from '../../collector/core/time/units.ts'
import { maintenancesAbout } from '../view/shared/places.ts'
import { type RecurringEvent, recurringEventOf } from './master.ts'
import { stretched } from './stretched.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

type EventSource = Snapshot['recurringMaintenance'][number]

/** What a calendar shows. */
export type CalendarEvent =
  /** An entry of the programme, window after window; those in `without` (ms, their beginnings) are not of this calendar. */
  | { readonly kind: 'master'; readonly master: RecurringEvent; readonly without: readonly number[] }
  /** An occurrence that is not as the rule has it, in the place of the window that begins at `place` (ms) by the rule. */
  | {
      readonly kind: 'override'
      readonly master: RecurringEvent
      readonly maintenance: Maintenance
      readonly place: number
    }
  /** An occurrence as the rule has it, said explicitly: the clock changes during it. */
  | { readonly kind: 'stretched'; readonly master: RecurringEvent; readonly window: Interval }
  /** A window on its own. */
  | { readonly kind: 'single'; readonly maintenance: Maintenance }

/** Occurrences that the present rule does not have are shown for so long after their end, ms. */
const remembered = 90 * day

/** An occurrence that people changed, and the beginning (ms) of the window of the rule in whose place it is. */
type ChangedOccurrence = { readonly maintenance: Maintenance; readonly place: number }
type SortedWindows = {
  readonly singles: readonly Maintenance[]
  readonly changed: readonly ChangedOccurrence[]
}

/** The windows that no rule gives, and the occurrences that people changed; by the beginning of their windows. */
const sortWindows = oncePer((snapshot: Snapshot): SortedWindows => {
  const masters = mastersOf(snapshot.recurringMaintenance)
  const singles: Maintenance[] = []
  const placed: ChangedOccurrence[] = []
  for (const one of snapshot.maintenances.toReversed()) {
    if (!one.programme) {
      singles.push(one)
      continue
    }
    const master = masters.get(one.programme.entry)
    const touched = !isUnedited(one)
    // One that nobody changed since the rule is what it is, is as the rule has it.
    if (master && !touched && one.programme.originalFor >= master.first.from) continue
    const place = master && touched ? master.placeOf(one) : null
    if (place !== null) placed.push({ maintenance: one, place })
    else singles.push(one)
  }
  const inPlace = oneInEachPlace(placed)
  for (const one of placed) if (!inPlace.has(one)) singles.push(one.maintenance)
  const isShown = (one: Maintenance): boolean =>
    one.programme === null || workSpan(one).to > snapshot.generatedAt - remembered
  return { singles: singles.filter(isShown), changed: [...inPlace] }
})

const mastersOf = oncePer(
  (entries: Snapshot['recurringMaintenance']): ReadonlyMap<string, RecurringEvent> =>
    new Map(
      entries
        .flatMap((entry: EventSource) => recurringEventOf(entry) ?? [])
        .map((master) => [master.entry.id, master]),
    ),
)

/** Where two stand for one window of the rule, as after an older Vigie, it is the one that the rule has at its hour. */
function oneInEachPlace(placed: readonly ChangedOccurrence[]): ReadonlySet<ChangedOccurrence> {
  const byPlace = new Map<string, ChangedOccurrence>()
  for (const one of placed) {
    const { entry, originalFor } = one.maintenance.programme!
    const key = `${one.place} ${entry}`
    if (originalFor === one.place || !byPlace.has(key)) byPlace.set(key, one)
  }
  return new Set(byPlace.values())
}

/** Everything the calendar of the whole page shows, or that of a component by its id. */
export function eventsOf(snapshot: Snapshot, component: string | null): readonly CalendarEvent[] {
  const { singles, changed } = sortWindows(snapshot)
  const about = component === null ? null : new Set(maintenancesAbout(snapshot, component))
  const concerns = (one: Maintenance): boolean => about === null || about.has(one)
  const events: CalendarEvent[] = []
  const shownKeys = new Set<string>()
  for (const master of mastersOf(snapshot.recurringMaintenance).values()) {
    const { entry } = master
    if (component !== null && !entry.components.includes(component)) continue
    shownKeys.add(entry.id)
    const own = changed.filter((one) => one.maintenance.programme!.entry === entry.id)
    const ownPlaces = new Set(own.map(({ place }) => place))
    events.push({
      kind: 'master',
      master,
      without: own.filter(({ maintenance }) => !concerns(maintenance)).map(({ place }) => place),
    })
    for (const window of stretched(master, snapshot.generatedAt))
      if (!ownPlaces.has(window.from)) events.push({ kind: 'stretched', master, window })
    for (const { maintenance, place } of own)
      if (concerns(maintenance)) events.push({ kind: 'override', master, maintenance, place })
  }
  // An occurrence that touches a component its entry does not stands on its own in that component's calendar.
  const strays = changed.flatMap(({ maintenance }) =>
    shownKeys.has(maintenance.programme!.entry) ? [] : [maintenance],
  )
  for (const maintenance of [...singles, ...strays])
    if (concerns(maintenance)) events.push({ kind: 'single', maintenance })
  return events
}

/** Is it called off, as of a snapshot? */
export const isCancelled = (snapshot: Snapshot, maintenance: Maintenance): boolean =>
  maintenanceStatus(maintenance, snapshot.generatedAt) === 'cancelled'
