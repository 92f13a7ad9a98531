import { type HealthStep, combineTimelines } from '../monitoring/combine-timelines.ts'
import { type HealthState, emptyHealthState } from '../monitoring/health-state.ts'
import type { KnownHealth } from '../monitoring/health.ts'
import type { Monitor } from '../monitoring/monitor.ts'
import type { MonitorRegions } from '../monitoring/quorum.ts'

/** How many of a region's latest changes are kept: what several regions agree on now began with one of them. */
const keptSteps = 16

/** One monitor as one region sees it. */
export type WatchedSeries = {
  state: HealthState
  /** When the check began that is under way, ms; null where none is. */
  checkStartedAt: number | null
  /** Its latest changes, oldest first. */
  steps: readonly HealthStep[]
}

/** One monitor, as all its regions see it. */
export type WatchedMonitor = {
  readonly monitor: Monitor
  readonly watchedFrom: MonitorRegions
  /** By region: those that are to watch it, and those that were until the configuration changed. */
  readonly series: Map<string, WatchedSeries>
}

/** A series that goes on from a state. */
export const watchedSeries = (state: HealthState | undefined): WatchedSeries => ({
  state: state ?? emptyHealthState,
  checkStartedAt: null,
  steps: !state || state.since === null ? [] : [{ at: state.since, health: state.health }],
})

/** Go on from what a check, or time, made of a series. */
export function continueSeries(
  series: WatchedSeries,
  { state, transitions }: { readonly state: HealthState; readonly transitions: readonly HealthStep[] },
): void {
  series.state = state
  if (transitions.length > 0) series.steps = [...series.steps, ...transitions].slice(-keptSteps)
}

/** What the regions of a monitor agree on now, and since when (ms); 0 where nothing is known. */
export function agreedHealth({ series, watchedFrom }: WatchedMonitor): {
  readonly health: KnownHealth
  readonly since: number
} {
  const [only, ...others] = watchedFrom.regions
  if (only !== undefined && others.length === 0) {
    const { health, since } = series.get(only)!.state
    return { health, since: since ?? 0 }
  }
  const timelines = new Map(watchedFrom.regions.map((region) => [region, series.get(region)!.steps]))
  const latest = combineTimelines(timelines, [{ from: 0, ...watchedFrom }]).at(-1)
  return { health: latest?.health ?? 'unknown', since: latest?.at ?? 0 }
}
