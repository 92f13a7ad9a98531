import type { Cadence, Monitor } from './monitor.ts'
import { type HealthStep, combineTimelines } from './combine-timelines.ts'
import type { HealthState } from './health-state.ts'
import { applySilence } from './apply-checks.ts'
import type { RegionAssignment } from './quorum.ts'
import type { Transition } from './transition.ts'

/** What is known of a series besides its transitions. */
export type SeriesFacts = {
  readonly monitor: string
  readonly region: string
  readonly firstAt: number | null
  readonly state: HealthState | null
  readonly component: string | null
  readonly cadence: Cadence | null
  /** From where its monitor was to be watched, oldest first; the same for all of its series, empty before the first start. */
  readonly assignments: readonly RegionAssignment[]
}

/** The monitors of a component, past ones included, and since when they look. */
export type ComponentTimelines = {
  /** A timeline for each configured monitor, in their order, then one for each that no longer is. */
  readonly timelines: readonly (readonly HealthStep[])[]
  /** What each region says of a monitor, by region; of the same monitors in the same order. */
  readonly regionTimelines: readonly ReadonlyMap<string, readonly HealthStep[]>[]
  /** First check of any of them, ms; null before it. */
  readonly firstAt: number | null
}

/** From where a monitor was to be watched: as stored, or before the first start as configured. */
const assignmentsOf = (
  series: readonly Pick<SeriesFacts, 'assignments'>[],
  monitor: Pick<Monitor, 'watchedFrom'> | undefined,
): readonly RegionAssignment[] => {
  const stored = series[0]?.assignments ?? []
  if (stored.length > 0) return stored
  return monitor?.watchedFrom ? [{ from: 0, ...monitor.watchedFrom }] : []
}

/**
 * The timelines of a component, those of monitors taken out of the configuration included: their past still counts, and
 * from their last check on they are unknown, as everything is that nobody looks at.
 *
 * @param mine series of its monitors
 * @param transitions of these series, oldest first
 * @param kept is this region's clock let pass by a running collector? Else time itself says that nobody looked.
 */
export function componentTimelines(
  component: { readonly monitors: readonly Monitor[] },
  series: readonly SeriesFacts[],
  transitions: (monitor: string) => readonly Transition[],
  now: number,
  isLive: (region: string) => boolean,
): ComponentTimelines {
  const configured = new Map(component.monitors.map((monitor) => [monitor.id, monitor]))
  const seriesByMonitor = Map.groupBy(series, (one) => one.monitor)
  const timelineOf = (monitor: string) => {
    const all = transitions(monitor)
    const cadence = configured.get(monitor)
    const own = seriesByMonitor.get(monitor) ?? []
    const regionTimelines = own.map(({ region, state, cadence: last }) => {
      const regionTransitions = all.filter((one) => one.region === region)
      const effectiveCadence = cadence ?? last
      return [
        region,
        state && effectiveCadence && !(cadence && isLive(region))
          ? [...regionTransitions, ...applySilence(state, now, effectiveCadence).transitions]
          : regionTransitions,
      ] as const
    })
    const byRegion = new Map(regionTimelines)
    return { byRegion, line: combineTimelines(byRegion, assignmentsOf(own, cadence)) }
  }
  const removedMonitors = [...seriesByMonitor.keys()].filter((monitor) => !configured.has(monitor)).toSorted()
  const firstInstants = series.map((one) => one.firstAt).filter((at) => at !== null)
  const all = [...configured.keys(), ...removedMonitors].map(timelineOf)
  return {
    timelines: all.map(({ line }) => line),
    regionTimelines: all.map(({ byRegion }) => byRegion),
    firstAt: firstInstants.length > 0 ? Math.min(...firstInstants) : null,
  }
}
