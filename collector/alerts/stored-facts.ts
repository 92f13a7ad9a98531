import type { Config } from '../core/config/config.ts'
import { incidentsByComponent } from '../core/incident/incident-index.ts'
import type { Incident } from '../core/incident/incident.ts'
import { maintenanceByComponent } from '../core/maintenance/component-maintenance.ts'
import type { Maintenance } from '../core/maintenance/maintenance.ts'
import type { Transition } from '../core/monitoring/transition.ts'
import { hour } from '../core/time/units.ts'
import type { ChangeCounts } from '../store/changes.ts'
import type { Series } from '../store/check-store.ts'
import type { ComponentRecord } from '../store/component-store.ts'
import type { StoreReader } from '../store/store.ts'
import type { FactNeeds } from './fact-needs.ts'

/** Rows that are read again only when something of their kind was changed. */
export type StoredFacts = {
  readonly counts: ChangeCounts
  /** How far ahead notices were read, ms. */
  readonly noticesUntil: number
  readonly series: readonly Series[]
  readonly transitions: ReadonlyMap<string, readonly Transition[]>
  readonly records: ReadonlyMap<string, ComponentRecord>
  readonly incidents: ReadonlyMap<string, readonly Incident[]>
  readonly maintenances: ReadonlyMap<string, readonly Maintenance[]>
}

/** How far ahead of now notices are read, ms: what begins later is read again. */
const lookAhead = hour

/** The rows as they are now; those of a kind that did not change are taken from before. Rejects with StoreError. */
export async function readStoredFacts(
  reader: StoreReader,
  before: StoredFacts | null,
  counts: ChangeCounts,
  { span }: FactNeeds,
  config: Config,
  now: number,
): Promise<StoredFacts> {
  const unchanged = (...kinds: readonly (keyof ChangeCounts)[]): boolean =>
    before !== null && kinds.every((kind) => before.counts[kind] === counts[kind])
  const isOwn = before?.series.every(({ region }) => region === config.region) ?? false
  const within = { from: now - span, to: now + 1 }
  const history =
    before && isOwn && unchanged('transitions', 'history', 'configuration')
      ? before
      : {
          // What other regions have seen last says how long it holds.
          series: await reader.series(),
          transitions: Map.groupBy(await reader.transitions(within), ({ monitor }) => monitor),
          records: new Map((await reader.componentRecords()).map((one) => [one.component, one])),
        }
  const isFresh = before !== null && unchanged('notices') && now < before.noticesUntil - lookAhead / 2
  const noticesUntil = isFresh ? before.noticesUntil : now + lookAhead
  const notices = isFresh ? before : await readNotices(reader, now - span, noticesUntil)
  return {
    counts,
    noticesUntil,
    series: history.series,
    transitions: history.transitions,
    records: history.records,
    incidents: notices.incidents,
    maintenances: notices.maintenances,
  }
}

/** Incidents and maintenances, by component, that touch a span. */
async function readNotices(reader: StoreReader, from: number, to: number) {
  const within = { from, to }
  const incidents = (await reader.incidents(within)).filter(({ withdrawn }) => !withdrawn)
  const maintenances = (await reader.maintenances(within)).filter(({ withdrawn }) => !withdrawn)
  return {
    incidents: incidentsByComponent(incidents),
    maintenances: maintenanceByComponent(maintenances, within),
  }
}
