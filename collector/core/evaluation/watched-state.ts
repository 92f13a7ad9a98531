import type { Incident } from '../incident/incident.ts'
import type { ComponentConfig, Config } from '../config/config.ts'
import type { HealthState } from '../monitoring/health-state.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import { watchedFromOf } from '../monitoring/quorum.ts'
import { seriesKey } from '../monitoring/series-name.ts'
import type { decideIncident } from './automatic-incident.ts'
import { statusFromMonitors } from '../monitoring/component-status.ts'
import { type WatchedMonitor, type WatchedSeries, agreedHealth, watchedSeries } from './watched-monitor.ts'

export type WatchedComponent = {
  readonly component: ComponentConfig
  measured: MeasuredStatus | 'unknown'
  since: number
  fault: string
  current: Incident | null
  /** What was told of it never reached the store. */
  unsaved: boolean
}
/** All that is watched, with what is known of it now. */
export type WatchedState = {
  readonly region: string
  settings: Parameters<typeof decideIncident>[1]
  monitors: Map<string, WatchedMonitor>
  /** Those that an earlier configuration of this process watched: the last check of one may be under way. */
  retired: Map<string, WatchedMonitor>
  components: Map<string, WatchedComponent>
  /** Automatic incidents about what is no longer watched. */
  orphans: Incident[]
}
export const measuredStatusOf = (
  monitors: ReadonlyMap<string, WatchedMonitor>,
  component: ComponentConfig,
): MeasuredStatus | 'unknown' =>
  statusFromMonitors(component.monitors.map((monitor) => agreedHealth(monitors.get(monitor.id)!).health))
/** After a restart the date of the latest change is the best we know. */
const changedSince = (monitors: ReadonlyMap<string, WatchedMonitor>, component: ComponentConfig): number =>
  Math.max(0, ...component.monitors.map((monitor) => agreedHealth(monitors.get(monitor.id)!).since))

/** What the states of a configuration are made for. */
export type WatchedConfig = Pick<Config, 'components' | 'incidents'> & {
  readonly page: Pick<Config['page'], 'locales'>
}

/** The series that are there, by `seriesKey`. */
const seriesOf = (monitors: ReadonlyMap<string, WatchedMonitor>): (readonly [string, WatchedSeries])[] =>
  [...monitors].flatMap(([monitor, { series }]) =>
    [...series].map(([region, one]) => [seriesKey({ monitor, region }), one] as const),
  )

/** What is watched when a collector starts: series without a stored state have the empty one. `states` by `seriesKey`. */
export function watchedState(
  config: WatchedConfig,
  region: string,
  states: ReadonlyMap<string, HealthState>,
): WatchedState {
  const monitors = new Map<string, WatchedMonitor>()
  const components = new Map<string, WatchedComponent>()
  for (const component of config.components) {
    for (const monitor of component.monitors) {
      const watchedFrom = watchedFromOf(monitor, region)
      const series = watchedFrom.regions.map(
        (place) =>
          [place, watchedSeries(states.get(seriesKey({ monitor: monitor.id, region: place })))] as const,
      )
      monitors.set(monitor.id, { monitor, watchedFrom, series: new Map(series) })
    }
    components.set(component.id, {
      component,
      measured: measuredStatusOf(monitors, component),
      since: changedSince(monitors, component),
      fault: '',
      current: null,
      unsaved: false,
    })
  }
  const settings = { ...config.incidents, locales: config.page.locales }
  return { region, settings, monitors, retired: new Map(), components, orphans: [] }
}

/** Take what is measured of a component from its monitors. */
export function measure({ monitors }: Pick<WatchedState, 'monitors'>, entry: WatchedComponent): void {
  entry.measured = measuredStatusOf(monitors, entry.component)
  entry.since = changedSince(monitors, entry.component)
}

/** Give each component the latest automatic incident about it. */
export function replaceIncidents(watched: WatchedState, all: readonly Incident[]): void {
  const { components } = watched
  const stored = new Set(all.map((incident) => incident.id))
  for (const componentEntry of components.values()) {
    componentEntry.unsaved ||= componentEntry.current !== null && !stored.has(componentEntry.current.id)
    componentEntry.current = null
  }
  watched.orphans = []
  for (const incident of all) {
    if (!incident.automatic || incident.about === null) continue
    const componentEntry = components.get(incident.about)
    if (!componentEntry || componentEntry.component.monitors.length === 0) watched.orphans.push(incident)
    else if (componentEntry.current === null || incident.startedAt > componentEntry.current.startedAt)
      componentEntry.current = incident
  }
}

/**
 * Watch what another configuration says: monitors and components that stay go on as they are, those that are gone retire.
 *
 * @param stored states of series that are new, by `seriesKey`
 */
export function reconfigureWatched(
  watched: WatchedState,
  config: WatchedConfig,
  stored: ReadonlyMap<string, HealthState>,
): void {
  const known = new Map([...seriesOf(watched.retired), ...seriesOf(watched.monitors)])
  const states = new Map([...stored, ...[...known].map(([key, { state }]) => [key, state] as const)])
  const next = watchedState(config, watched.region, states)
  for (const [monitor, { series }] of [...watched.retired, ...watched.monitors])
    for (const [region, one] of series) next.monitors.get(monitor)?.series.set(region, one)
  for (const entry of next.components.values()) measure(next, entry)
  for (const [id, { measured, since, fault, current, unsaved }] of watched.components) {
    const entry = next.components.get(id)
    if (!entry) continue
    if (entry.measured === measured) entry.since = since
    Object.assign(entry, { fault, current, unsaved })
  }
  const gone = [...watched.retired, ...watched.monitors].filter(([id]) => !next.monitors.has(id))
  Object.assign(watched, next, { retired: new Map(gone) })
}
