import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import { expandOccurrences } from '../../../collector/core/maintenance/expand-occurrences.ts'
import type {
  LoadedRecurringMaintenance,
  RecurringMaintenance,
} from '../../../collector/core/maintenance/recurring-maintenance.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { calendar } from '../../../src/calendar/ics.ts'
import { viewOf } from '../../../src/view/shared/view.ts'
import { aSnapshot } from '../snapshots.ts'

/** One hour, ms. */
export const hour = 3_600_000
/** Twenty-four hours, ms. */
export const day = 24 * hour
/** When entries are first loaded, ms. */
export const loadedAt = Date.UTC(2026, 0, 10, 12)
/** Where the page is, as UIDs name it. */
export const host = 'status.francais-fluide.com'

/** An entry of the programme: every Sunday at three, UTC. */
export const anEntry = (more: Partial<RecurringMaintenance> = {}): RecurringMaintenance => ({
  id: 'weekly',
  class: 'weekly',
  title: { fr: 'Hebdomadaire', en: 'Weekly' },
  body: '',
  rrule: 'FREQ=WEEKLY;BYDAY=SU',
  since: null,
  at: '03:00',
  timezone: 'UTC',
  lasts: hour,
  components: ['api'],
  impact: 'minor',
  reason: null,
  alternatives: null,
  tasks: [],
  ...more,
})

const inSnapshot = ({ entry, loadedAt: at, timedAt, sequence }: LoadedRecurringMaintenance) => ({
  ...entry,
  loadedAt: at,
  timedAt,
  sequence,
})

/** A page with one entry, as the collector materialises it when it is loaded. */
export function aPage(entry: RecurringMaintenance, now = loadedAt) {
  const made = expandOccurrences({ recurringMaintenance: [entry], storedEntries: [], maintenances: [], now })
  return pageOf(made.recurringMaintenance, made.maintenances, now)
}

/** A page with what the collector remembers of entries, and with some windows. */
export const pageOf = (
  entries: readonly LoadedRecurringMaintenance[],
  maintenances: readonly Maintenance[],
  now: number,
) => ({
  entries,
  maintenances,
  snapshot: aSnapshot({
    generatedAt: now,
    recurringMaintenance: entries.filter((one) => one.removedAt === null).map(inSnapshot),
    maintenances: maintenances.toSorted((a, b) => b.scheduledFor - a.scheduledFor),
    incidents: [],
  }),
})

/** The calendar of a page, or of one of its components. */
export const icsOf = (snapshot: Snapshot, component: string | null = null, locale = 'fr'): string =>
  calendar(
    viewOf(snapshot, locale, component ? `/components/${component}/calendar.ics` : '/calendar.ics'),
    component === null ? null : { id: component, name: component },
  )

/** Beginnings and ends alone. */
export const spans = (shown: readonly { from: number; to: number }[]) =>
  shown.map(({ from, to }) => ({ from, to }))

/** Somebody does something at an instant, ms. */
export const act = (now: number) => ({ now, by: 'camille', id: () => 'act000000001' })
