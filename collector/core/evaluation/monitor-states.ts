import type { Check } from '../monitoring/check.ts'
import type { MeasuredChange } from '../delivery/component-notifications.ts'
import { type AutomaticIncidentInput, closeOrphaned, decideIncident } from './automatic-incident.ts'
import type { KnownHealth } from '../monitoring/health.ts'
import type { Incident } from '../incident/incident.ts'
import { type HealthChange, type HealthState, emptyHealthState } from '../monitoring/health-state.ts'
import { applyCheck, applySilence, isUnconfirmed } from '../monitoring/apply-checks.ts'
import type { Transition } from '../monitoring/transition.ts'
import { watchedFromOf } from '../monitoring/quorum.ts'
import type { SeriesName } from '../monitoring/series-name.ts'
import {
  measure,
  measuredStatusOf,
  reconfigureWatched,
  replaceIncidents,
  watchedState,
  type WatchedComponent,
  type WatchedConfig,
  type WatchedState,
} from './watched-state.ts'
import {
  agreedHealth,
  continueSeries,
  watchedSeries,
  type WatchedMonitor,
  type WatchedSeries,
} from './watched-monitor.ts'

/** What one check, or the passing of time, changes: to be committed together. */
export type StateChanges = {
  readonly transitions: readonly Transition[]
  readonly incidents: readonly Incident[]
  /** What monitors came to say of components; absent for nothing else than before. */
  readonly measured?: readonly MeasuredChange[]
}

/** The collector's memory of now: one fold per monitor and region, one automatic incident at most per component. */
export type MonitorStates = {
  /** Fold a check of any region in. `seenAt` is when its verdict was in, ms. */
  applyCheck(check: Check, seenAt: number): StateChanges
  /** A probe from here of a monitor has begun: until its check is in, its silence means nothing. ms. */
  checkStarted(monitor: string, at: number): void
  /** Let time pass: monitors nobody looked at become unknown, incidents that stayed quiet are resolved. */
  advance(now: number): StateChanges
  /** Decide what becomes of the automatic incident of a monitor's component, from what is known at an instant (ms). */
  evaluate(monitor: string, now: number): StateChanges
  /** Is a change that is seen from here waiting to be confirmed? */
  hasUnconfirmedChange(monitor: string): boolean
  /** The fold of a monitor, for storing it: of the collector's own region unless another is named. */
  state(monitor: string, region?: string): HealthState
  /** Whether a series is watched, or was by an earlier configuration of this process: its checks are folded in. */
  watches(series: SeriesName): boolean
  /** Replace a fold that somebody else has written (a backfill). */
  replaceState(series: SeriesName, state: HealthState): void
  /** Forget the automatic incidents in memory and take these: somebody else has written. */
  replaceIncidents(incidents: readonly Incident[]): void
  /** What the regions of a monitor agree on. */
  health(monitor: string): KnownHealth
  /** The series that have no state in memory: those of a configuration that were never watched by this process. */
  unknownTo(components: WatchedConfig['components']): readonly SeriesName[]
  /**
   * Watch what another configuration says from now on. Monitors that stay keep their state, whatever else changes of them.
   * Of one that is no longer watched the state is kept for the check that is under way: it is recorded, and opens no incident.
   *
   * @param stored states of the series that are new, by `seriesKey`
   * @param incidents automatic incidents as stored
   */
  reconfigure(
    config: WatchedConfig,
    stored: ReadonlyMap<string, HealthState>,
    incidents: readonly Incident[],
  ): void
}

const noChanges: StateChanges = { transitions: [], incidents: [] }

/**
 * The fold over time at the heart of the collector, as one value. It reads no clock and writes nothing; its owner
 * commits what it returns.
 *
 * @param region the collector's own
 * @param states folds as stored, by `seriesKey`
 * @param incidents automatic incidents as stored, in any order
 */
export function createMonitorStates(
  config: WatchedConfig,
  region: string,
  states: ReadonlyMap<string, HealthState>,
  incidents: readonly Incident[],
): MonitorStates {
  const watched = watchedState(config, region, states)
  replaceIncidents(watched, incidents)
  const entryOf = (monitor: string): WatchedMonitor | undefined =>
    watched.monitors.get(monitor) ?? watched.retired.get(monitor)
  const seriesOf = (monitor: string, place = region): WatchedSeries | undefined =>
    entryOf(monitor)?.series.get(place)

  return {
    applyCheck(check, seenAt) {
      const entry = entryOf(check.monitor)
      const series = entry?.series.get(check.region)
      if (!entry || !series) return noChanges
      const applied = applyCheck(series.state, check, entry.monitor, seenAt)
      continueSeries(series, applied)
      series.checkStartedAt = null
      return changesOf(watched, entry, check.region, applied.transitions, seenAt, check.fault?.code ?? '')
    },
    checkStarted(monitor, at) {
      const series = seriesOf(monitor)
      if (series) series.checkStartedAt = at
    },
    advance: (now) => advance(watched, now),
    evaluate(monitor, now) {
      const entry = watched.monitors.get(monitor)
      const component = entry && watched.components.get(entry.monitor.component)
      return component ? { transitions: [], incidents: updateIncident(watched, component, now) } : noChanges
    },
    hasUnconfirmedChange(monitor) {
      const series = seriesOf(monitor)
      return series !== undefined && isUnconfirmed(series.state, entryOf(monitor)!.monitor)
    },
    state: (monitor, place) => seriesOf(monitor, place)?.state ?? emptyHealthState,
    watches: ({ monitor, region: place }) => seriesOf(monitor, place) !== undefined,
    replaceState({ monitor, region: place }, state) {
      const entry = entryOf(monitor)
      const before = entry?.series.get(place)
      if (!entry || !before) return
      entry.series.set(place, { ...watchedSeries(state), checkStartedAt: before.checkStartedAt })
      const component = watched.monitors.has(monitor) && watched.components.get(entry.monitor.component)
      if (component) measure(watched, component)
    },
    replaceIncidents: (all) => replaceIncidents(watched, all),
    health(monitor) {
      const entry = entryOf(monitor)
      return entry ? agreedHealth(entry).health : 'unknown'
    },
    unknownTo: (all) =>
      all
        .flatMap(({ monitors }) =>
          monitors.flatMap((one) =>
            watchedFromOf(one, region).regions.map((place) => ({ monitor: one.id, region: place })),
          ),
        )
        .filter(({ monitor, region: place }) => !seriesOf(monitor, place)),
    reconfigure(changed, stored, all) {
      reconfigureWatched(watched, changed, stored)
      replaceIncidents(watched, all)
    },
  }
}

function updateIncident(
  { settings }: WatchedState,
  componentEntry: WatchedComponent,
  now: number,
): Incident[] {
  const input: AutomaticIncidentInput = {
    component: componentEntry.component,
    measured: componentEntry.measured,
    since: componentEntry.since,
    now,
    fault: componentEntry.fault,
    current: componentEntry.current,
  }
  const incident = decideIncident(input, settings)
  if (!incident) return []
  componentEntry.current = incident
  return [incident]
}

/** What changes of a monitor's health in a region change of its component. */
function changesOf(
  watched: WatchedState,
  entry: WatchedMonitor,
  region: string,
  changes: readonly HealthChange[],
  now: number,
  fault: string,
): StateChanges {
  if (changes.length === 0) return noChanges
  const { id, component } = entry.monitor
  const transitions = changes.map((change) => ({ monitor: id, region, ...change }))
  const componentEntry = watched.components.get(component)
  if (!componentEntry || watched.monitors.get(id) !== entry) return { transitions, incidents: [] }
  const status = measuredStatusOf(watched.monitors, componentEntry.component)
  const measured: MeasuredChange[] = []
  if (status !== componentEntry.measured) {
    const { since } = agreedHealth(entry)
    measured.push({ component, at: since, status })
    componentEntry.measured = status
    componentEntry.since = since
    componentEntry.fault = fault
  }
  return {
    transitions,
    incidents: updateIncident(watched, componentEntry, now),
    ...(measured.length > 0 && { measured }),
  }
}

/** How much longer than the collector's own checks those of other places may take to come in, ms. */
const deliveryGrace = 15_000

/** Until when the silence of a series means that nobody looked, ms. */
const silentUntil = (
  watched: WatchedState,
  region: string,
  { checkStartedAt }: WatchedSeries,
  now: number,
) => (region === watched.region ? Math.min(now, checkStartedAt ?? now) : now - deliveryGrace)

function advance(watched: WatchedState, now: number): StateChanges {
  const { monitors, components, orphans } = watched
  const transitions: Transition[] = []
  const changedIncidents: Incident[] = []
  const measured: MeasuredChange[] = []
  for (const entry of monitors.values())
    for (const [region, series] of entry.series) {
      const result = applySilence(series.state, silentUntil(watched, region, series, now), entry.monitor)
      if (result.transitions.length === 0) continue
      continueSeries(series, result)
      const more = changesOf(watched, entry, region, result.transitions, now, '')
      transitions.push(...more.transitions)
      changedIncidents.push(...more.incidents)
      measured.push(...(more.measured ?? []))
    }
  // Where nothing was told yet, only a change begins a story: what a backfill says of now opens none.
  for (const componentEntry of components.values()) {
    if (componentEntry.current || componentEntry.unsaved)
      changedIncidents.push(...updateIncident(watched, componentEntry, now))
    componentEntry.unsaved = false
  }
  for (const orphan of orphans.splice(0))
    changedIncidents.push(
      ...[closeOrphaned(orphan, now, watched.settings.templates.orphaned)].filter(
        (closed) => closed !== null,
      ),
    )
  return transitions.length === 0 && changedIncidents.length === 0
    ? noChanges
    : { transitions, incidents: changedIncidents, ...(measured.length > 0 && { measured }) }
}
