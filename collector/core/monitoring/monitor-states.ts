import type { Check } from './check.ts'
import type { MeasuredChange } from '../delivery/component-notifications.ts'
import type { Config } from '../config/config.ts'
import { type AutomaticIncidentInput, closeOrphaned, decideIncident } from '../incident/automatic-incident.ts'
import type { KnownHealth } from './health.ts'
import type { Incident } from '../incident/incident.ts'
import { type HealthState, emptyHealthState } from './health-state.ts'
import { applyCheck, applySilence, isUnconfirmed } from './apply-checks.ts'
import type { Transition } from './transition.ts'
import {
  changedSince,
  measuredStatusOf,
  type WatchedComponent,
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
}

const noChanges: StateChanges = { transitions: [], incidents: [] }

/** What the states of a configuration are made for. */
type StatesConfig = Pick<Config, 'components' | 'incidents'> & {
  readonly page: Pick<Config['page'], 'locales'>
}

/**
 * The fold over time at the heart of the collector, as one value. It reads no clock and writes nothing; whoever holds it
 * commits what it returns.
 *
 * @param states folds of monitors as stored
 * @param incidents automatic incidents as stored, in any order
 */
export function createMonitorStates(
  config: StatesConfig,
  region: string,
  states: ReadonlyMap<string, HealthState>,
  incidents: readonly Incident[],
): MonitorStates {
  const watched = watchedState(config, region, states)
  const { monitors, components } = watched
  replaceIncidents(watched, incidents)

  return {
    applyCheck(check, seenAt) {
      const monitorEntry = monitors.get(check.monitor)
      if (!monitorEntry) return noChanges
      const { state, transitions } = applyCheck(monitorEntry.state, check, monitorEntry.cadence, seenAt)
      monitorEntry.state = state
      monitorEntry.checkStartedAt = null
      return changesOf(watched, monitorEntry, transitions, seenAt, check.fault?.code ?? '')
    },
    checkStarted(monitor, at) {
      const monitorEntry = monitors.get(monitor)
      if (monitorEntry) monitorEntry.checkStartedAt = at
    },
    advance: (now) => advance(watched, now),
    hasUnconfirmedChange(monitor) {
      const monitorEntry = monitors.get(monitor)
      return monitorEntry !== undefined && isUnconfirmed(monitorEntry.state, monitorEntry.cadence)
    },
    state: (monitor) => monitors.get(monitor)?.state ?? emptyHealthState,
    replaceState(monitor, state) {
      const monitorEntry = monitors.get(monitor)
      if (!monitorEntry) return
      monitorEntry.state = state
      const componentEntry = components.get(monitorEntry.monitor.component)!
      componentEntry.measured = measuredStatusOf(monitors, componentEntry.component)
      componentEntry.since = changedSince(monitors, componentEntry.component)
    },
    replaceIncidents: (all) => replaceIncidents(watched, all),
    health: (monitor) => monitors.get(monitor)?.state.health ?? 'unknown',
  }
}

function watchedState(
  config: StatesConfig,
  region: string,
  states: ReadonlyMap<string, HealthState>,
): WatchedState {
  const monitors = new Map<string, WatchedMonitor>()
  const components = new Map<string, WatchedComponent>()
  for (const component of config.components) {
    for (const monitor of component.monitors)
      monitors.set(monitor.id, {
        monitor,
        cadence: monitor,
        state: states.get(monitor.id) ?? emptyHealthState,
        checkStartedAt: null,
      })
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
  return { region, settings, monitors, components, orphans: [] }
}

/** Give each component the latest automatic incident about it. */
function replaceIncidents(watched: WatchedState, all: readonly Incident[]): void {
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
  const componentEntry = watched.components.get(component)!
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
    transitions: changes.map((change) => ({ monitor: id, region: watched.region, ...change })),
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
