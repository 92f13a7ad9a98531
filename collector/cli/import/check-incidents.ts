import type { Check } from '../../core/monitoring/check.ts'
import type { ComponentConfig, Config } from '../../core/config/config.ts'
import { seriesKey } from '../../core/monitoring/series-name.ts'
import type { HealthState } from '../../core/monitoring/health-state.ts'
import { type Incident, affectedComponents, isOpen, resolvedAt } from '../../core/incident/incident.ts'
import { replayChecks } from '../../core/evaluation/replay-checks.ts'
import { commandActor } from '../io/command-actor.ts'
import { createNoticeService } from '../../notices/service/create-service.ts'
import type { Store } from '../../store/store.ts'
import { newId } from '../../app/new-id.ts'

/** What `import checks --incidents` came to. */
export type CheckIncidents = {
  /** How many incidents the checks show, those that were on record before included. */
  readonly shown: number
  /** How many of them are new, or go on further than before. */
  readonly changed: number
  /** Ids of those that are open. */
  readonly open: readonly string[]
}

/**
 * Record the incidents that imported checks show, decided by the code that decides them live, as automatic ones. Nobody is
 * told, and repeating it changes nothing: what an incident on record already tells of a component is left as it is.
 *
 * @param imported by monitor and region
 * @param now ms
 */
export async function importCheckIncidents(
  config: Config,
  store: Store,
  imported: ReadonlyMap<string, ReadonlyMap<string, readonly Check[]>>,
  now: number,
): Promise<CheckIncidents> {
  const stored = await store.incidents()
  const shown: Incident[] = []
  const fresh: Incident[] = []
  for (const component of config.components) {
    const regions = new Set(component.monitors.flatMap(({ id }) => [...(imported.get(id)?.keys() ?? [])]))
    const storedById = new Map(
      stored
        .filter((one) => one.about === component.id || affectedComponents(one)[component.id] !== undefined)
        .map((one) => [one.id, one]),
    )
    for (const region of regions)
      for (const incident of await incidentsShown(component, config, store, region)) {
        shown.push(incident)
        const storedIncident = storedById.get(incident.id)
        if (
          storedIncident
            ? goesOnFurther(incident, storedIncident)
            : !storedById.values().some((one) => overlaps(incident, one))
        ) {
          storedById.set(incident.id, incident)
          fresh.push(incident)
        }
      }
  }
  const { imports } = createNoticeService({ store, config, now: () => now, id: newId })
  const changed =
    fresh.length === 0
      ? 0
      : await imports.merge({ incidents: fresh, maintenances: [], announcements: [] }, commandActor())
  const ids = new Set(shown.map(({ id }) => id))
  const open = (await store.incidents()).filter((one) => ids.has(one.id) && isOpen(one))
  return { shown: shown.length, changed, open: open.map(({ id }) => id) }
}

/** What the stored checks of a component show, those before the import included. `region` is the collector's own. */
async function incidentsShown(
  component: ComponentConfig,
  config: Config,
  store: Store,
  region: string,
): Promise<readonly Incident[]> {
  const monitors = new Set(component.monitors.map(({ id }) => id))
  const states = new Map<string, HealthState>()
  const checks: Check[] = []
  for (const series of await store.series()) {
    if (!monitors.has(series.monitor)) continue
    if (series.prunedState) states.set(seriesKey(series), series.prunedState)
    const from = series.prunedBefore ?? 0
    const { monitor, region: place } = series
    for (const check of await store.checks(monitor, place, { from, to: Infinity })) checks.push(check)
  }
  // Where nothing ever failed there is nothing to decide, however long the history.
  if (!checks.some(({ health }) => health === 'down' || health === 'degraded')) return []
  return replayChecks(
    component,
    config,
    region,
    states,
    checks.toSorted((a, b) => a.at - b.at),
  )
}

/** Do checks tell more of an incident than is on record, which is still as the collector left it? */
const goesOnFurther = (shown: Incident, stored: Incident): boolean =>
  isOpen(stored) &&
  shown.updates.length > stored.updates.length &&
  stored.updates.every((update) => shown.updates.some(({ id }) => id === update.id))

const overlaps = (a: Incident, b: Incident): boolean =>
  a.startedAt <= (resolvedAt(b) ?? Infinity) && b.startedAt <= (resolvedAt(a) ?? Infinity)
