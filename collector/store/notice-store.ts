import type { Announcement } from '../core/announcement/announcement.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Maintenance } from '../core/maintenance/maintenance.ts'
import type { LoadedRecurringMaintenance } from '../core/maintenance/recurring-maintenance.ts'
import type { Interval } from '../core/time/interval.ts'

/** Reads what people and the collector published: incidents, maintenances, announcements and the rules that some of these occur by. */
export type NoticeReader = {
  /** All incidents, newest start first; those that touch the interval when one is given. */
  incidents(within?: Interval): Promise<readonly Incident[]>
  incident(id: string): Promise<Incident | null>
  /** The version of every incident by its id: much less to read than all of them, for a caller that has most of them already. */
  incidentVersions(): Promise<ReadonlyMap<string, number>>
  /** All maintenances, latest window first; those whose window touches the interval when one is given. */
  maintenances(within?: Interval): Promise<readonly Maintenance[]>
  maintenance(id: string): Promise<Maintenance | null>
  /** All announcements, newest first. */
  announcements(): Promise<readonly Announcement[]>
  announcement(id: string): Promise<Announcement | null>
  /** Every entry of the programme ever loaded, by id. */
  recurringMaintenance(): Promise<readonly LoadedRecurringMaintenance[]>
}
