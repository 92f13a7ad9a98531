import type { Announcement } from '../../../collector/core/announcement/announcement.ts'
import type { Incident } from '../../../collector/core/incident/incident.ts'
import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import { maintenanceSegment, segment } from '../../../collector/core/snapshot/places.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

export { incidentPlace, maintenancePlace, segment } from '../../../collector/core/snapshot/places.ts'

type Index = {
  readonly components: ReadonlyMap<string, ComponentView>
  readonly incidents: ReadonlyMap<string, Incident>
  readonly announcements: ReadonlyMap<string, Announcement>
  readonly about: ReadonlyMap<string, readonly Incident[]>
  readonly maintenances: ReadonlyMap<string, Maintenance>
  readonly planned: ReadonlyMap<string, readonly Maintenance[]>
}

const indexOf = oncePer((snapshot: Snapshot): Index => ({
  components: new Map(snapshot.components.map((one) => [one.id, one])),
  incidents: new Map(snapshot.incidents.map((one) => [segment(one.id), one])),
  announcements: new Map(snapshot.announcements.map((one) => [segment(one.id), one])),
  about: byComponent(snapshot.incidents),
  // Ids may be twice in what is imported: the first one has the path.
  maintenances: new Map(snapshot.maintenances.toReversed().map((one) => [maintenanceSegment(one.id), one])),
  planned: byTouched(snapshot.maintenances),
}))

function byComponent(incidents: readonly Incident[]): ReadonlyMap<string, readonly Incident[]> {
  const about = new Map<string, Incident[]>()
  for (const incident of incidents) {
    const touched = new Set(incident.about === null ? [] : [incident.about])
    for (const update of incident.updates) for (const id of Object.keys(update.components)) touched.add(id)
    for (const id of touched) {
      const ofComponent = about.get(id)
      if (ofComponent) ofComponent.push(incident)
      else about.set(id, [incident])
    }
  }
  return about
}

function byTouched(maintenances: readonly Maintenance[]): ReadonlyMap<string, readonly Maintenance[]> {
  const touched = new Map<string, Maintenance[]>()
  for (const maintenance of maintenances)
    for (const id of new Set(maintenance.components)) {
      const planned = touched.get(id)
      if (planned) planned.push(maintenance)
      else touched.set(id, [maintenance])
    }
  return touched
}

/** The maintenances that touch a component, by the beginning of their windows, latest first. */
export const maintenancesAbout = (snapshot: Snapshot, id: string): readonly Maintenance[] =>
  indexOf(snapshot).planned.get(id) ?? []

/** A maintenance by its part of a path. Throws when there is none. */
export function maintenanceAt(snapshot: Snapshot, part: string): Maintenance {
  const maintenance = indexOf(snapshot).maintenances.get(part)
  if (!maintenance) throw new Error(`There is no maintenance ${part}.`)
  return maintenance
}

/** The incidents that ever named a component, newest first. */
export const incidentsAbout = (snapshot: Snapshot, id: string): readonly Incident[] =>
  indexOf(snapshot).about.get(id) ?? []

/** A component by its id; undefined when the configuration no longer has it. */
export const componentOf = (snapshot: Snapshot, id: string): ComponentView | undefined =>
  indexOf(snapshot).components.get(id)

/** An incident by its id; undefined when there is none. */
export const incidentOf = (snapshot: Snapshot, id: string): Incident | undefined =>
  indexOf(snapshot).incidents.get(segment(id))

/** An incident by its part of a path. Throws when there is none. */
export function incidentAt(snapshot: Snapshot, part: string): Incident {
  const incident = indexOf(snapshot).incidents.get(part)
  if (!incident) throw new Error(`There is no incident ${part}.`)
  return incident
}

/** A component by its part of a path. Throws when there is none. */
export function componentAt(snapshot: Snapshot, part: string): ComponentView {
  const component = snapshot.components.find((one) => segment(one.id) === part)
  if (!component) throw new Error(`There is no component ${part}.`)
  return component
}

/** An announcement by its part of a path. Throws when there is none. */
export function announcementAt(snapshot: Snapshot, part: string): Announcement {
  const announcement = indexOf(snapshot).announcements.get(part)
  if (!announcement) throw new Error(`There is no announcement ${part}.`)
  return announcement
}

/** Path of an announcement's page below the locale. */
export const announcementPlace = (id: string): string => `/announcements/${segment(id)}/`

/** Path of a component's page below the locale. */
export const componentPlace = (id: string): string => `/components/${segment(id)}/`

/** Path of the page of all promises below the locale. */
export const slaPlace = '/sla/'

/** Path of the page that explains a component's figure for a period (`YYYY-MM` or `recent`) below the locale. */
export const explainedPlace = (id: string, period: string): string => `/sla/${segment(id)}/${period}/`
