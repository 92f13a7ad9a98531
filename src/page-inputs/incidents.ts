import { type Incident, affectedComponents, isOpen } from '../../collector/core/incident/incident.ts'
import { hash } from '../view/shared/hash.ts'
import { incidentPlace } from '../view/shared/places.ts'
import { incidentKey, oncePer } from './keys.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** What is derived from an incident once, and its page as long as what that depends on stays. */
type IncidentCache = {
  readonly ids: readonly string[]
  readonly open: boolean
  cacheKey: string
  page: PageInputs | null
}

// An incident that did not change comes back as the same object: the pages of past ones are listed once.
const cacheOf = oncePer((incident: Incident): IncidentCache => ({
  ids: Object.keys(affectedComponents(incident)),
  open: isOpen(incident),
  cacheKey: '',
  page: null,
}))

/** The page of every incident. */
export function* incidentInputs(context: PageContext): Generator<PageInputs> {
  const { snapshot, commonKey, liveKey, nameKeys } = context
  const { recovery, resolution, response, dataLoss } = snapshot.objectives
  const times = [recovery, resolution, response, dataLoss].join()
  const cacheKey = hash([commonKey, times, JSON.stringify(snapshot.priorities), ...nameKeys].join())
  const inputsOf = (incident: Incident, ids: readonly string[]): string => {
    const names = ids.map((id) => nameKeys.get(id) ?? '').join(' ')
    const promised = JSON.stringify(incident.priority && snapshot.priorities[incident.priority])
    return `${commonKey} ${incidentKey(incident)} ${names} ${promised} ${times}`
  }
  for (const incident of context.incidents) {
    const cache = cacheOf(incident)
    const place = incidentPlace(incident.id)
    if (cache.open) {
      yield { place, fingerprint: `${inputsOf(incident, cache.ids)} ${liveKey}` }
      continue
    }
    if (cache.page === null || cache.cacheKey !== cacheKey) {
      const fingerprint = inputsOf(incident, cache.ids)
      // Every change of it is urgent; that it is there at all is not, in a first publication.
      cache.page = { place, fingerprint, deferrableKey: fingerprint, isKept: true }
      cache.cacheKey = cacheKey
    }
    yield cache.page
  }
}
