import type { Check } from './check.ts'
import type { ComponentConfig, Config } from '../config/config.ts'
import { type ComponentSituation, closeOrphaned, decideIncident } from '../incident/automatic-incident.ts'
import type { KnownHealth, MeasuredStatus } from './health.ts'
import type { Incident } from '../incident/incident.ts'
import type { Cadence, Monitor } from './monitor.ts'
import { statusFromMonitors } from './component-status.ts'
import { type HealthState, emptyHealthState } from './health-state.ts'
import { applyCheck, applySilence, isUnconfirmed } from './apply-checks.ts'
import type { Transition } from './transition.ts'

/** What one check, or the passing of time, changes: to be committed together. */
export type StateChanges = {
  readonly transitions: readonly Transition[]
  readonly incidents: readonly Incident[]
}

/** The collector's memory of now: one fold per monitor, one automatic incident at most per component. */
export type MonitorStates = {
  /** Fold a check in. `seenAt` is when its verdict was in, ms. */
  check(check: Check, seenAt: number): StateChanges
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

type WatchedMonitor = {
  readonly monitor: Monitor
  readonly cadence: Cadence
  state: HealthState
  lookingSince: number | null
}
type WatchedComponent = {
  readonly component: ComponentConfig
  measured: MeasuredStatus | 'unknown'
  since: number
  fault: string
  current: Incident | null
  /** What was told of it never reached the store. */
  unsaved: boolean
}

const noChanges: StateChanges = { transitions: [], incidents: [] }

/**
 * The fold over time at the heart of the collector, as one value. It reads no clock and writes nothing; whoever holds it
 * commits what it returns.
 *
 * @param states folds of monitors as stored
 * @param incidents automatic incidents as stored, in any order
 */
export function createMonitorStates(
  config: Pick<Config, 'components' | 'incidents'> & { readonly page: Pick<Config['page'], 'locales'> },
  region: string,
  states: ReadonlyMap<string, HealthState>,
  incidents: readonly Incident[],
): MonitorStates {
  const settings = { ...config.incidents, locales: config.page.locales }
  const monitors = new Map<string, WatchedMonitor>()
  const components = new Map<string, WatchedComponent>()
  /** Automatic incidents about what is no longer watched. */
  let orphans: Incident[] = []
  for (const component of config.components) {
    for (const monitor of component.monitors)
      monitors.set(monitor.id, {
        monitor,
        cadence: monitor,
        state: states.get(monitor.id) ?? emptyHealthState,
        lookingSince: null,
      })
    components.set(component.id, {
      component,
      measured: measuredStatusOf(component),
      since: changedSince(component),
      fault: '',
      current: null,
      unsaved: false,
    })
  }
  replaceIncidents(incidents)

  function measuredStatusOf(component: ComponentConfig): MeasuredStatus | 'unknown' {
    return statusFromMonitors(component.monitors.map((monitor) => monitors.get(monitor.id)!.state.health))
  }
  /** After a restart the date of the latest change is the best we know. */
  function changedSince(component: ComponentConfig): number {
    return Math.max(0, ...component.monitors.map((monitor) => monitors.get(monitor.id)!.state.since ?? 0))
  }
  function replaceIncidents(all: readonly Incident[]): void {
    const stored = new Set(all.map((incident) => incident.id))
    for (const one of components.values()) {
      one.unsaved ||= one.current !== null && !stored.has(one.current.id)
      one.current = null
    }
    orphans = []
    for (const incident of all) {
      if (!incident.automatic || incident.about === null) continue
      const one = components.get(incident.about)
      if (!one || one.component.monitors.length === 0) orphans.push(incident)
      else if (one.current === null || incident.startedAt > one.current.startedAt) one.current = incident
    }
  }
  function updateIncident(one: WatchedComponent, now: number): Incident[] {
    const situation: ComponentSituation = {
      component: one.component,
      measured: one.measured,
      since: one.since,
      now,
      fault: one.fault,
      current: one.current,
    }
    const incident = decideIncident(situation, settings)
    if (!incident) return []
    one.current = incident
    return [incident]
  }
  function changesOf(
    line: WatchedMonitor,
    changes: readonly Omit<Transition, 'monitor' | 'region'>[],
    now: number,
    fault: string,
  ): StateChanges {
    if (changes.length === 0) return noChanges
    const { id, component } = line.monitor
    const one = components.get(component)!
    const says = measuredStatusOf(one.component)
    if (says !== one.measured) {
      one.measured = says
      one.since = changes[changes.length - 1]!.at
      one.fault = fault
    }
    return {
      transitions: changes.map((change) => ({ monitor: id, region, ...change })),
      incidents: updateIncident(one, now),
    }
  }

  return {
    check(check, seenAt) {
      const line = monitors.get(check.monitor)
      if (!line) return noChanges
      const { state, transitions } = applyCheck(line.state, check, line.cadence, seenAt)
      line.state = state
      line.lookingSince = null
      return changesOf(line, transitions, seenAt, check.fault?.code ?? '')
    },
    checkStarted(monitor, at) {
      const line = monitors.get(monitor)
      if (line) line.lookingSince = at
    },
    advance(now) {
      const transitions: Transition[] = []
      const changed: Incident[] = []
      for (const line of monitors.values()) {
        const folded = applySilence(line.state, Math.min(now, line.lookingSince ?? now), line.cadence)
        if (folded.transitions.length === 0) continue
        line.state = folded.state
        const { transitions: more, incidents: told2 } = changesOf(line, folded.transitions, now, '')
        transitions.push(...more)
        changed.push(...told2)
      }
      // Where nothing was told yet, only a change begins a story: what a backfill says of now opens none.
      for (const one of components.values()) {
        if (one.current || one.unsaved) changed.push(...updateIncident(one, now))
        one.unsaved = false
      }
      for (const orphan of orphans.splice(0))
        changed.push(...[closeOrphaned(orphan, now)].filter((closed) => closed !== null))
      return transitions.length === 0 && changed.length === 0
        ? noChanges
        : { transitions, incidents: changed }
    },
    hasUnconfirmedChange(monitor) {
      const line = monitors.get(monitor)
      return line !== undefined && isUnconfirmed(line.state, line.cadence)
    },
    state: (monitor) => monitors.get(monitor)?.state ?? emptyHealthState,
    replaceState(monitor, state) {
      const line = monitors.get(monitor)
      if (!line) return
      line.state = state
      const one = components.get(line.monitor.component)!
      one.measured = measuredStatusOf(one.component)
      one.since = changedSince(one.component)
    },
    replaceIncidents,
    health: (monitor) => monitors.get(monitor)?.state.health ?? 'unknown',
  }
}
