import { hash } from 'node:crypto'
import { type Incident, affectedComponents, isOpen } from '../../../collector/core/incident/incident.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { incidentPlace } from '../../view/shared/places.ts'
import { type Part, routeOf } from './route.ts'

/** The version of an incident grows with each change of it. */
const incidentKey = (incident: Incident): string => `${incident.id} ${incident.version}`

/** What is worked out of an incident, and the parts it has while what they depend on stays. */
type CachedIncidentParts = {
  readonly ids: readonly string[]
  readonly open: boolean
  era: string
  parts: readonly Part[]
}

// An incident that did not change comes back as the same object: of the past nothing is made twice.
const remembered = new WeakMap<Incident, CachedIncidentParts>()

function recall(incident: Incident): CachedIncidentParts {
  let found = remembered.get(incident)
  if (!found)
    remembered.set(
      incident,
      (found = {
        ids: Object.keys(affectedComponents(incident)),
        open: isOpen(incident),
        era: '',
        parts: [],
      }),
    )
  return found
}

/**
 * The page of every incident, below each locale.
 *
 * @param live what pages that tell the present depend on
 * @param names keys of the names of components
 */
export function* incidentParts(
  snapshot: Snapshot,
  incidents: readonly Incident[],
  locales: readonly string[],
  head: string,
  live: string,
  names: ReadonlyMap<ComponentView['id'], string>,
): Generator<Part> {
  const { recovery, resolution, response, dataLoss } = snapshot.objectives
  const times = [recovery, resolution, response, dataLoss].join()
  const promises = JSON.stringify(snapshot.priorities)
  const era = hash('sha256', [head, times, promises, ...locales, ...names].join(), 'base64url')
  const make = (incident: Incident, { ids, open }: CachedIncidentParts): Part[] => {
    const told = ids.map((id) => names.get(id) ?? '').join(' ')
    const promise = JSON.stringify(incident.priority && snapshot.priorities[incident.priority])
    const fingerprint = `${head} ${incidentKey(incident)} ${told} ${promise} ${times}${open ? ` ${live}` : ''}`
    return locales.map((locale) => {
      const at = locale === snapshot.page.locale ? '' : `/${locale}`
      return { path: at + incidentPlace(incident.id), fingerprint }
    })
  }
  for (const incident of incidents) {
    const known = recall(incident)
    if (known.open) {
      yield* make(incident, known)
      continue
    }
    if (known.era !== era) {
      known.parts = make(incident, known).map(routeOf)
      known.era = era
    }
    yield* known.parts
  }
}
