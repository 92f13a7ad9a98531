import { type Maintenance, maintenanceStatus } from '../../collector/core/maintenance.ts'
import type { Interval } from '../../collector/core/interval.ts'
import type { Snapshot } from '../../collector/core/snapshot.ts'
import { day } from '../../collector/core/time.ts'
import { maintenancesAbout } from '../view/lookup.ts'
import { workSpan } from '../view/maintenance.ts'
import { type Master, masterOf } from './master.ts'
import { stretched } from './stretched.ts'

type Entry = Snapshot['programme'][number]

/** What a calendar shows. */
export type Event =
  /** An entry of the programme, window after window; those in `without` (ms, their beginnings) are not of this calendar. */
  | { readonly kind: 'master'; readonly master: Master; readonly without: readonly number[] }
  /** An occurrence that is not as the rule has it. */
  | { readonly kind: 'override'; readonly master: Master; readonly maintenance: Maintenance }
  /** An occurrence as the rule has it, said explicitly: the clock changes during it. */
  | { readonly kind: 'stretched'; readonly master: Master; readonly window: Interval }
  /** A window on its own. */
  | { readonly kind: 'single'; readonly maintenance: Maintenance }

/** Occurrences that the present rule does not have are shown for so long after their end, ms. */
const remembered = 90 * day

type Found = { readonly singles: readonly Maintenance[]; readonly changed: readonly Maintenance[] }
const known = new WeakMap<Snapshot, Found>()

/** The windows that no rule gives, and the occurrences that people changed; by the beginning of their windows. */
function foundIn(snapshot: Snapshot): Found {
  let found = known.get(snapshot)
  if (!found) {
    const masters = mastersOf(snapshot)
    const singles: Maintenance[] = []
    const changed: Maintenance[] = []
    for (const one of snapshot.maintenances.toReversed()) {
      if (!one.programme) {
        singles.push(one)
        continue
      }
      const master = masters.get(one.programme.entry)
      const { originalFor } = one.programme
      // One that nobody changed since the rule is what it is, is as the rule has it.
      const ruled = master !== undefined && originalFor >= master.first.from
      if (ruled && !isChanged(one)) continue
      if (ruled && master.has(originalFor)) changed.push(one)
      else if (workSpan(one).to > snapshot.generatedAt - remembered) singles.push(one)
    }
    known.set(snapshot, (found = { singles, changed }))
  }
  return found
}

/** Did a person change it, or say something in it? */
const isChanged = (one: Maintenance): boolean =>
  one.programme!.changed || one.cancelledAt !== null || one.updates.length > 0

const masters = new WeakMap<Snapshot['programme'], ReadonlyMap<string, Master>>()

function mastersOf({ programme }: Snapshot): ReadonlyMap<string, Master> {
  let found = masters.get(programme)
  if (!found) {
    const made = programme.flatMap((entry: Entry) => masterOf(entry) ?? [])
    masters.set(programme, (found = new Map(made.map((master) => [master.entry.id, master]))))
  }
  return found
}

/** Everything the calendar of the whole page shows, or that of a component by its id. */
export function eventsOf(snapshot: Snapshot, component: string | null): readonly Event[] {
  const { singles, changed } = foundIn(snapshot)
  const about = component === null ? null : new Set(maintenancesAbout(snapshot, component))
  const concerns = (one: Maintenance): boolean => about === null || about.has(one)
  const events: Event[] = []
  const shown = new Set<string>()
  for (const master of mastersOf(snapshot).values()) {
    const { entry } = master
    if (component !== null && !entry.components.includes(component)) continue
    shown.add(entry.id)
    const own = changed.filter((one) => one.programme!.entry === entry.id)
    const said = new Set(own.map((one) => one.programme!.originalFor))
    events.push({
      kind: 'master',
      master,
      without: own.filter((one) => !concerns(one)).map((one) => one.programme!.originalFor),
    })
    for (const window of stretched(master, snapshot.generatedAt))
      if (!said.has(window.from)) events.push({ kind: 'stretched', master, window })
    for (const maintenance of own)
      if (concerns(maintenance)) events.push({ kind: 'override', master, maintenance })
  }
  // An occurrence that touches a component its entry does not stands on its own in that component's calendar.
  const strays = changed.filter((one) => !shown.has(one.programme!.entry))
  for (const maintenance of [...singles, ...strays])
    if (concerns(maintenance)) events.push({ kind: 'single', maintenance })
  return events
}

/** Is it called off, as of a snapshot? */
export const isCancelled = (snapshot: Snapshot, maintenance: Maintenance): boolean =>
  maintenanceStatus(maintenance, snapshot.generatedAt) === 'cancelled'
