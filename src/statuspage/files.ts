import { announcedFrom } from '../../collector/core/maintenance/maintenance.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { viewOf } from '../view/shared/view.ts'
import { componentShapes, nameOf } from './components.ts'
import { idOf, pageId, stamp } from './ids.ts'
import { type Around, incidentChangedAt, incidentShapes, unresolvedShapes } from './incidents.ts'
import { activeShapes, maintenanceChangedAt, maintenanceShapes, upcomingShapes } from './maintenances.ts'
import type { PageShape } from './shape.ts'
import { ignoranceOf, statusShape } from './status.ts'

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

/** The eight files of Statuspage's API v2 below `/api/v2/`, each made when it is asked for. */
function make(snapshot: Snapshot) {
  const { absolute } = viewOf(snapshot, undefined, '/api/v2/summary.json')
  const address = absolute('') || '/'
  const page: PageShape = {
    id: pageId(snapshot),
    name: nameOf(snapshot, snapshot.page.name, address),
    url: address,
    time_zone: snapshot.page.timezone === 'UTC' ? 'Etc/UTC' : snapshot.page.timezone,
    updated_at: stamp(pageUpdatedAt(snapshot)),
  }
  const components = componentShapes(snapshot)
  const shapes = new Map(components.map((one) => [one.id, one]))
  const around: Around = {
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
  const status = statusShape(components, ignoranceOf(snapshot))
  return {
    'summary.json': () => ({
      page,
      components,
      incidents: unresolvedShapes(around),
      scheduled_maintenances: [...activeShapes(around), ...upcomingShapes(around)],
      status,
    }),
    'status.json': () => ({ page, status }),
    'components.json': () => ({ page, components }),
    'incidents.json': () => ({ page, incidents: incidentShapes(around) }),
    'incidents/unresolved.json': () => ({ page, incidents: unresolvedShapes(around) }),
    'scheduled-maintenances.json': () => ({ page, scheduled_maintenances: maintenanceShapes(around) }),
    'scheduled-maintenances/upcoming.json': () => ({ page, scheduled_maintenances: upcomingShapes(around) }),
    'scheduled-maintenances/active.json': () => ({ page, scheduled_maintenances: activeShapes(around) }),
  }
}

export type StatuspageFile = keyof ReturnType<typeof make>

const known = new WeakMap<Snapshot, ReadonlyMap<StatuspageFile, string>>()

/** All eight, as text. */
export function statuspageFiles(snapshot: Snapshot): ReadonlyMap<StatuspageFile, string> {
  let found = known.get(snapshot)
  if (!found) {
    const made = Object.entries(make(snapshot)) as [StatuspageFile, () => unknown][]
    known.set(snapshot, (found = new Map(made.map(([file, of]) => [file, JSON.stringify(of())]))))
  }
  return found
}

/** The route of one of them. */
export const statuspageRoute =
  (file: StatuspageFile) =>
  ({ locals: { snapshot } }: { readonly locals: { readonly snapshot: Snapshot } }): Response =>
    new Response(statuspageFiles(snapshot).get(file), {
      headers: { 'content-type': 'application/json; charset=utf-8' },
    })
