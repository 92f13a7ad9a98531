import { derivedId } from '../../collector/core/id.ts'
import type { Incident } from '../../collector/core/incident.ts'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot.ts'

type Index = {
  readonly components: ReadonlyMap<string, ComponentView>
  readonly incidents: ReadonlyMap<string, Incident>
}

const indexes = new WeakMap<Snapshot, Index>()

function indexOf(snapshot: Snapshot): Index {
  let found = indexes.get(snapshot)
  if (!found)
    indexes.set(
      snapshot,
      (found = {
        components: new Map(snapshot.components.map((one) => [one.id, one])),
        incidents: new Map(snapshot.incidents.map((one) => [segment(one.id), one])),
      }),
    )
  return found
}

/** An id as a part of a path. Imported ids may be anything; one that no folder could be called gets a derived name. */
export const segment = (id: string): string =>
  /^[A-Za-z0-9_][A-Za-z0-9._~-]{0,99}$/.test(id) ? id : derivedId('path', id)

/** A component by its id; undefined when the configuration no longer has it. */
export const componentOf = (snapshot: Snapshot, id: string): ComponentView | undefined =>
  indexOf(snapshot).components.get(id)

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

/** Path of an incident's page below the locale. */
export const incidentPlace = (id: string): string => `/incidents/${segment(id)}/`

/** Path of a component's page below the locale. */
export const componentPlace = (id: string): string => `/components/${segment(id)}/`
