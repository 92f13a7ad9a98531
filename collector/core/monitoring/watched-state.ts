import type { Incident } from '../incident/incident.ts'
import type { ComponentConfig } from '../config/config.ts'
import type { HealthState } from './health-state.ts'
import type { MeasuredStatus } from './health.ts'
import type { Monitor, Cadence } from './monitor.ts'
import type { decideIncident } from '../incident/automatic-incident.ts'
import { statusFromMonitors } from './component-status.ts'

export type WatchedMonitor = {
  readonly monitor: Monitor
  readonly cadence: Cadence
  state: HealthState
  checkStartedAt: number | null
}
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
  readonly settings: Parameters<typeof decideIncident>[1]
  readonly monitors: Map<string, WatchedMonitor>
  readonly components: Map<string, WatchedComponent>
  /** Automatic incidents about what is no longer watched. */
  orphans: Incident[]
}
export const measuredStatusOf = (
  monitors: ReadonlyMap<string, WatchedMonitor>,
  component: ComponentConfig,
): MeasuredStatus | 'unknown' =>
  statusFromMonitors(component.monitors.map((monitor) => monitors.get(monitor.id)!.state.health))
/** After a restart the date of the latest change is the best we know. */
export const changedSince = (
  monitors: ReadonlyMap<string, WatchedMonitor>,
  component: ComponentConfig,
): number => Math.max(0, ...component.monitors.map((monitor) => monitors.get(monitor.id)!.state.since ?? 0))
