import type { Check } from '../monitoring/check.ts'
import type { MeasuredChange } from '../delivery/component-notifications.ts'
import { type AutomaticIncidentInput, closeOrphaned, decideIncident } from './automatic-incident.ts'
import type { KnownHealth } from '../monitoring/health.ts'
import type { Incident } from '../incident/incident.ts'
import { type HealthState, emptyHealthState } from '../monitoring/health-state.ts'
import { applyCheck, applySilence, isUnconfirmed } from '../monitoring/apply-checks.ts'
import type { Transition } from '../monitoring/transition.ts'
import {
  changedSince,
  measuredStatusOf,
  reconfigureWatched,
  replaceIncidents,
  watchedState,
  type WatchedComponent,
  type WatchedConfig,
  type WatchedMonitor,
  type WatchedState,
} from './watched-state.ts'

/** What one check, or the passing of time, changes: to be committed together. */
export type StateChanges = {
  readonly transitions: readonly Transition[]
  readonly incidents: readonly Incident[]
  /** What monitors came to say of components; absent for nothing else than before. */
  readonly measured?: readonly MeasuredChange[]
}

/** The collector's memory of now: one fold per monitor, one automatic incident at most per component. */
export type MonitorStates = {
  /** Fold a check in. `seenAt` is when its verdict was in, ms. */
  applyCheck(check: Check, seenAt: number): StateChanges
  /** A probe of a monitor has begun: until its check is in, its silence means nothing. ms. */
  checkStarted(monitor: string, at: number): void
  /** Let time pass: monitors nobody looked at become unknown, incidents that stayed quiet are resolved. */
  advance(now: number): StateChanges
  /** Is a change of this monitor waiting to be confirmed? */
  hasUnconfirmedChange(monitor: string): boolean
  /** The fold of a monitor, for storing it. */
  state(monitor: string): HealthState
  /** Replace a fold that somebody else has written (a backfill). */
  replaceState(monitor: string, state: HealthState): void
  /** Forget the automatic incidents in memory and take these: somebody else has written. */
  replaceIncidents(incidents: readonly Incident[]): void
  health(monitor: string): KnownHealth
  /** The monitors that have no state in memory: those of a configuration that were never watched by this process. */
  unknownTo(components: WatchedConfig['components']): readonly string[]
  /**
   * Watch what another configuration says from now on. Monitors that stay keep their state, whatever else changes of them.
   * Of one that is no longer watched the state is kept for the check that is under way: it is recorded, and opens no incident.
   *
   * @param stored states of the monitors that are new
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
 * @param states folds of monitors as stored
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

  return {
    applyCheck(check, seenAt) {
      const monitorEntry = entryOf(check.monitor)
      if (!monitorEntry) return noChanges
      const { state, transitions } = applyCheck(monitorEntry.state, check, monitorEntry.cadence, seenAt)
      monitorEntry.state = state
      monitorEntry.checkStartedAt = null
      return changesOf(watched, monitorEntry, transitions, seenAt, check.fault?.code ?? '')
    },
    checkStarted(monitor, at) {
      const monitorEntry = entryOf(monitor)
      if (monitorEntry) monitorEntry.checkStartedAt = at
    },
    advance: (now) => advance(watched, now),
    hasUnconfirmedChange(monitor) {
      const monitorEntry = entryOf(monitor)
      return monitorEntry !== undefined && isUnconfirmed(monitorEntry.state, monitorEntry.cadence)
    },
    state: (monitor) => entryOf(monitor)?.state ?? emptyHealthState,
    replaceState(monitor, state) {
      const monitorEntry = entryOf(monitor)
      if (!monitorEntry) return
      monitorEntry.state = state
      const componentEntry =
        watched.monitors.has(monitor) && watched.components.get(monitorEntry.monitor.component)
      if (!componentEntry) return
      componentEntry.measured = measuredStatusOf(watched.monitors, componentEntry.component)
      componentEntry.since = changedSince(watched.monitors, componentEntry.component)
    },
    replaceIncidents: (all) => replaceIncidents(watched, all),
    health: (monitor) => entryOf(monitor)?.state.health ?? 'unknown',
    unknownTo: (all) =>
      all.flatMap((component) => component.monitors.map(({ id }) => id)).filter((id) => !entryOf(id)),
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

/** What changes of a monitor's health change of its component. */
function changesOf(
  watched: WatchedState,
  monitorEntry: WatchedMonitor,
  changes: readonly Omit<Transition, 'monitor' | 'region'>[],
  now: number,
  fault: string,
): StateChanges {
  if (changes.length === 0) return noChanges
  const { id, component } = monitorEntry.monitor
  const made = changes.map((change) => ({ monitor: id, region: watched.region, ...change }))
  const componentEntry = watched.components.get(component)
  if (!componentEntry || watched.monitors.get(id) !== monitorEntry)
    return { transitions: made, incidents: [] }
  const status = measuredStatusOf(watched.monitors, componentEntry.component)
  const measured: MeasuredChange[] = []
  if (status !== componentEntry.measured) {
    const { at } = changes[changes.length - 1]!
    measured.push({ component, at, status })
    componentEntry.measured = status
    componentEntry.since = at
    componentEntry.fault = fault
  }
  return {
    transitions: made,
    incidents: updateIncident(watched, componentEntry, now),
    ...(measured.length > 0 && { measured }),
  }
}

function advance(watched: WatchedState, now: number): StateChanges {
  const { monitors, components, orphans } = watched
  const transitions: Transition[] = []
  const changedIncidents: Incident[] = []
  const measured: MeasuredChange[] = []
  for (const monitorEntry of monitors.values()) {
    const result = applySilence(
      monitorEntry.state,
      Math.min(now, monitorEntry.checkStartedAt ?? now),
      monitorEntry.cadence,
    )
    if (result.transitions.length === 0) continue
    monitorEntry.state = result.state
    const more = changesOf(watched, monitorEntry, result.transitions, now, '')
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
