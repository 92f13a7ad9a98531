import { announcedFrom } from '../maintenance/maintenance.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { nameOf } from './components.ts'
import { idOf, pageId, isoInstant } from './ids.ts'
import { type Around, incidentChangedAt } from './incidents.ts'
import { maintenanceChangedAt } from './maintenances.ts'
import type { ComponentShape, PageShape } from './shape.ts'

/** When the page last had something new to say, ms. */
function pageUpdatedAt(snapshot: Snapshot): number {
  const { components, incidents, maintenances, notice, generatedAt } = snapshot
  let at = 0
  for (const { statusSince, firstAt } of components) at = Math.max(at, statusSince ?? 0, firstAt ?? 0)
  for (const incident of incidents) at = Math.max(at, incidentChangedAt(incident))
  for (const one of maintenances)
    if (announcedFrom(one, notice) <= generatedAt) at = Math.max(at, maintenanceChangedAt(one, snapshot))
  return at || generatedAt
}

/** The page. `absolute` makes an address of a path of the site. */
export const pageShape = (snapshot: Snapshot, absolute: Around['absolute']): PageShape => ({
  id: pageId(snapshot),
  name: nameOf(snapshot, snapshot.page.name, absolute('')),
  url: absolute(''),
  time_zone: snapshot.page.timezone === 'UTC' ? 'Etc/UTC' : snapshot.page.timezone,
  updated_at: isoInstant(pageUpdatedAt(snapshot)),
})

/** What notices of a snapshot are made with; `components` are the shapes of its components and groups. */
export function aroundOf(
  snapshot: Snapshot,
  components: readonly ComponentShape[],
  absolute: Around['absolute'],
): Around {
  const shapes = new Map(components.map((one) => [one.id, one]))
  return {
    snapshot,
    components: new Map(
      snapshot.components.flatMap(({ id }) => {
        const shape = shapes.get(idOf('component', id))
        return shape ? [[id, shape] as const] : []
      }),
    ),
    names: JSON.stringify([snapshot.page, ...components.map(({ id, name }) => [id, name])]),
    absolute,
  }
}
