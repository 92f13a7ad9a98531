import { dayOf } from '../../collector/core/time/calendar.ts'
import type { Maintenance } from '../../collector/core/maintenance/maintenance.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { workMonths } from '../view/maintenance/calendar.ts'
import { nextOf, occurrencesOf, programmeClock } from '../view/maintenance/recurring-maintenance.ts'
import { type Coming, comingOf } from '../view/overview/coming.ts'
import { hash } from '../view/shared/hash.ts'
import { maintenancePlace } from '../view/shared/places.ts'
import { maintenanceKey, maintenanceKeyAt, oncePer } from './keys.ts'
import { lazily, lazyInputs } from './lazy-inputs.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** What a list of maintenance that is not over depends on: the windows of the lists a page shows. */
export const comingKey = (snapshot: Snapshot, ...lists: readonly (keyof Omit<Coming, 'more'>)[]): string => {
  const coming = comingOf(snapshot)
  return hash(
    [
      JSON.stringify(snapshot.notice),
      coming.more,
      ...lists.flatMap((list) => coming[list].map((one) => maintenanceKeyAt(one, snapshot.generatedAt))),
    ].join(),
  )
}

/** What every month of the calendar depends on: it names the entries that nobody feels. */
const calendarKey = oncePer(({ snapshot, commonKey }: PageContext): string => {
  const unfelt = snapshot.recurringMaintenance.filter((one) => one.impact === 'none')
  return hash(`${commonKey} ${JSON.stringify(unfelt)} ${programmeClock(snapshot)}`)
})

const today = ({ generatedAt, page }: Snapshot): string => dayOf(generatedAt, page.timezone)

const monthKeys = oncePer((context: PageContext): ReadonlyMap<string, string> => {
  const all = workMonths(context.snapshot)
  const date = today(context.snapshot)
  return new Map(
    all.map(({ month, windows }, index) => [
      month,
      hash(
        [
          calendarKey(context),
          all[index - 1]?.month,
          month,
          all[index + 1]?.month,
          date.startsWith(month) ? date : '',
          ...windows.map(maintenanceKey),
        ].join(),
      ),
    ]),
  )
})

/** The calendar: the month that runs, what is ahead, and recurring maintenance. */
export function calendarPageInputs(context: PageContext): PageInputs[] {
  const { snapshot, commonKey, nameKeys } = context
  const date = today(snapshot)
  const fingerprint = (): string =>
    hash(
      [
        monthKeys(context).get(date.slice(0, 7)) ?? calendarKey(context),
        date,
        comingKey(snapshot, 'underWay', 'ahead'),
        JSON.stringify(snapshot.recurringMaintenance),
        ...snapshot.recurringMaintenance.flatMap(({ id, components }) => [
          ...nextOf(snapshot, id, 1).map((one) => `${one.id} ${one.scheduledFor}`),
          ...components.map((component) => nameKeys.get(component)),
        ]),
      ].join(),
    )
  return [lazyInputs('/maintenance/', { fingerprint: lazily(fingerprint), deferrableKey: () => commonKey })]
}

/** Every month of the calendar. */
export const calendarMonthInputs = (context: PageContext): PageInputs[] =>
  [...monthKeys(context)].map(([month, fingerprint]) => ({
    place: `/maintenance/${month}/`,
    fingerprint,
    deferrableKey: context.commonKey,
  }))

/** The pages of single windows, or those of the occurrences of recurring maintenance. */
export const windowInputs =
  (which: 'single' | 'recurring') =>
  (context: PageContext): PageInputs[] =>
    windows(context)
      .filter(({ window }) => (window.programme === null) === (which === 'single'))
      .map(({ inputs }) => inputs)

/** Every window with its page: itself, its neighbours in recurring maintenance, and the names of its components. */
const windows = oncePer(({ snapshot, commonKey, nameKeys }: PageContext) => {
  const { maintenances, recurringMaintenance, notice, excludeMaintenance, generatedAt } = snapshot
  const terms = hash(JSON.stringify([notice, excludeMaintenance]))
  const entries = hash(`${JSON.stringify(recurringMaintenance)} ${programmeClock(snapshot)}`)
  const neighbours = neighboursOf(snapshot)
  const { underWay, soon } = comingOf(snapshot)
  const onOverview = new Set([...underWay, ...soon])
  const byPlace = new Map<string, { readonly window: Maintenance; readonly inputs: PageInputs }>()
  for (const window of maintenances) {
    const place = maintenancePlace(window.id)
    // An id may be twice in what is imported: the first one has the path.
    if (byPlace.has(place)) continue
    const key = `${maintenanceKeyAt(window, generatedAt)} ${neighbours.get(window) ?? ''}`
    const names = window.components.map((id) => nameKeys.get(id) ?? '').join(' ')
    const fingerprint = `${commonKey} ${key} ${names} ${terms} ${entries}`
    byPlace.set(place, {
      window,
      // In a first publication, what the overview leads to comes first.
      inputs: onOverview.has(window)
        ? { place, fingerprint }
        : { place, fingerprint, deferrableKey: fingerprint },
    })
  }
  return [...byPlace.values()]
})

/** Of every occurrence of recurring maintenance: when the one before it and the one after it are. */
function neighboursOf(snapshot: Snapshot): ReadonlyMap<Maintenance, string> {
  const neighbours = new Map<Maintenance, string>()
  const when = (one: Maintenance | undefined) => (one ? `${one.id}/${one.scheduledFor}/${one.startedAt}` : '')
  for (const entry of new Set(snapshot.maintenances.map((one) => one.programme?.entry))) {
    if (entry === undefined) continue
    const all = occurrencesOf(snapshot, entry)
    all.forEach((one, index) => neighbours.set(one, `${when(all[index - 1])} ${when(all[index + 1])}`))
  }
  return neighbours
}
