import { hash } from 'node:crypto'
import { dayOf } from '../../../collector/core/time/calendar.ts'
import { type Maintenance, maintenanceStatus } from '../../../collector/core/maintenance/maintenance.ts'
import type { Route } from '../../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { workMonths } from '../../view/maintenance/calendar.ts'
import { type Coming, comingOf } from '../../view/overview/coming.ts'
import { maintenancePlace } from '../../view/shared/places.ts'
import { nextOf, occurrencesOf, programmeClock } from '../../view/maintenance/recurring-maintenance.ts'

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, 16)

// A maintenance that did not change comes back as the same object: it is read once.
const keys = new WeakMap<Maintenance, string>()

/** All there is to know of a maintenance but its status, in one short text. */
export function workKey(maintenance: Maintenance): string {
  let key = keys.get(maintenance)
  if (key === undefined) keys.set(maintenance, (key = short(JSON.stringify(maintenance))))
  return key
}

/** The same, with what the snapshot's clock makes of it: its status, and what was said of it by then. */
export function workKeyAt(maintenance: Maintenance, now: number): string {
  const said =
    maintenance.updates.length === 0 ? 0 : maintenance.updates.filter((one) => one.at <= now).length
  return `${workKey(maintenance)} ${maintenanceStatus(maintenance, now)} ${said}`
}

/** What a list of work that is not over depends on: the windows of the lists a page shows. */
export const comingKey = (snapshot: Snapshot, ...lists: readonly (keyof Omit<Coming, 'more'>)[]): string => {
  const coming = comingOf(snapshot)
  return short(
    [
      JSON.stringify(snapshot.notice),
      coming.more,
      ...lists.flatMap((list) => coming[list].map((one) => workKeyAt(one, snapshot.generatedAt))),
    ].join(),
  )
}

/**
 * The calendar, its months and the page of every window, below one locale. `head` is what every page depends on, `names`
 * the keys of components' names.
 */
export function* maintenanceParts(
  snapshot: Snapshot,
  locales: readonly string[],
  head: string,
  names: ReadonlyMap<string, string>,
): Generator<Omit<Route, 'file'>> {
  const { generatedAt, recurringMaintenance, notice, excludeMaintenance, page } = snapshot
  const today = dayOf(generatedAt, page.timezone)
  const quiet = short(
    `${head} ${JSON.stringify(recurringMaintenance.filter((one) => one.impact === 'none'))} ${programmeClock(snapshot)}`,
  )
  const all = workMonths(snapshot)
  const months = all.map(({ month, windows }, index) => ({
    month,
    key: short(
      [
        quiet,
        all[index - 1]?.month,
        month,
        all[index + 1]?.month,
        today.startsWith(month) ? today : '',
        ...windows.map(workKey),
      ].join(),
    ),
  }))
  const calendar = short(
    [
      months.find(({ month }) => today.startsWith(month))?.key ?? quiet,
      today,
      comingKey(snapshot, 'underWay', 'ahead'),
      JSON.stringify(recurringMaintenance),
      ...recurringMaintenance.flatMap(({ id, components }) => [
        ...nextOf(snapshot, id, 1).map((one) => `${one.id} ${one.scheduledFor}`),
        ...components.map((component) => names.get(component)),
      ]),
    ].join(),
  )
  const windows = [...windowKeys(snapshot, names)].map(([place, key]) => ({
    place,
    key: `${head} ${key}`,
  }))
  const terms = short(JSON.stringify([notice, excludeMaintenance]))
  const entries = short(`${JSON.stringify(recurringMaintenance)} ${programmeClock(snapshot)}`)
  for (const locale of locales) {
    const at = locale === page.locale ? '' : `/${locale}`
    yield { path: `${at}/maintenance/`, fingerprint: calendar, deferrable: head }
    for (const { month, key } of months)
      yield { path: `${at}/maintenance/${month}/`, fingerprint: key, deferrable: head }
    for (const { place, key } of windows)
      yield { path: at + place, fingerprint: `${key} ${terms} ${entries}` }
  }
}

/** For each window's place: itself, its neighbours in the programme, and the names of its components. */
function windowKeys(snapshot: Snapshot, names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const neighbours = new Map<Maintenance, string>()
  for (const entry of new Set(snapshot.maintenances.map((one) => one.programme?.entry))) {
    if (entry === undefined) continue
    const all = occurrencesOf(snapshot, entry)
    const when = (one: Maintenance | undefined) =>
      one ? `${one.id}/${one.scheduledFor}/${one.startedAt}` : ''
    all.forEach((one, index) => neighbours.set(one, `${when(all[index - 1])} ${when(all[index + 1])}`))
  }
  const keysOf = new Map<string, string>()
  for (const one of snapshot.maintenances) {
    const place = maintenancePlace(one.id)
    // Ids may be twice in what is imported: the first one has the path.
    if (keysOf.has(place)) continue
    const touched = one.components.map((id) => names.get(id) ?? '').join(' ')
    keysOf.set(place, `${workKeyAt(one, snapshot.generatedAt)} ${neighbours.get(one) ?? ''} ${touched}`)
  }
  return keysOf
}
