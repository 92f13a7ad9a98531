import { componentShapes } from '../../collector/core/statuspage/components.ts'
import { incidentShapes, unresolvedShapes } from '../../collector/core/statuspage/incidents.ts'
import {
  activeShapes,
  maintenanceShapes,
  upcomingShapes,
} from '../../collector/core/statuspage/maintenances.ts'
import { aroundOf, pageShape } from '../../collector/core/statuspage/page.ts'
import { ignoranceOf, statusShape } from '../../collector/core/statuspage/status.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { viewOf } from '../view/shared/view.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

/** The eight files of Statuspage's API v2 below `/api/v2/`, each made when it is asked for. */
function make(snapshot: Snapshot) {
  const { absolute } = viewOf(snapshot, undefined, '/api/v2/summary.json')
  const page = pageShape(snapshot, absolute)
  const components = componentShapes(snapshot)
  const around = aroundOf(snapshot, components, absolute)
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

/** All eight, as text. */
export const statuspageFiles = oncePer((snapshot: Snapshot): ReadonlyMap<StatuspageFile, string> => {
  const made = Object.entries(make(snapshot)) as [StatuspageFile, () => unknown][]
  return new Map(made.map(([file, of]) => [file, JSON.stringify(of())]))
})

/** The route of one of them. */
export const statuspageRoute =
  (file: StatuspageFile) =>
  ({ locals: { snapshot } }: { readonly locals: { readonly snapshot: Snapshot } }): Response =>
    new Response(statuspageFiles(snapshot).get(file), {
      headers: { 'content-type': 'application/json; charset=utf-8' },
    })
