import type { Announcement } from '../../collector/core/announcement/announcement.ts'
import type { Incident } from '../../collector/core/incident/incident.ts'
import { type Maintenance, maintenanceStatus } from '../../collector/core/maintenance/maintenance.ts'
import type { CountedWindow } from '../../collector/core/explain/explanation.ts'
import type { DayView } from '../../collector/core/snapshot/snapshot.ts'
import { hash } from '../view/shared/hash.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

/** All of an announcement: its version grows with each change of it. */
export const announcementKey = ({ id, version }: Announcement): string => `${id} ${version}`

/** All of an incident: its version grows with each change of it. */
export const incidentKey = ({ id, version }: Incident): string => `${id} ${version}`

/** All of a day of a component. Days of the past come back as the same objects and are hashed once. */
export const dayKey = oncePer((day: DayView): string => hash(JSON.stringify(day)))

/** All of a maintenance but its status. One that did not change comes back as the same object and is hashed once. */
export const maintenanceKey = oncePer((maintenance: Maintenance): string => hash(JSON.stringify(maintenance)))

/** The same at an instant (ms), with its status and with how many of its updates are published by then. */
export function maintenanceKeyAt(maintenance: Maintenance, now: number): string {
  const { updates } = maintenance
  const published = updates.length === 0 ? 0 : updates.filter((one) => one.at <= now).length
  return `${maintenanceKey(maintenance)} ${maintenanceStatus(maintenance, now)} ${published}`
}

/** All of a window as it counts for a component. The components it touches share it. */
export const windowKey = oncePer((window: CountedWindow): string => JSON.stringify(window))
