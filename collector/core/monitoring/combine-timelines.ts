import type { KnownHealth } from './health.ts'
import {
  type MonitorRegions,
  type RegionAssignment,
  combineRegionHealths,
  requiredRegions,
} from './quorum.ts'
import type { Transition } from './transition.ts'

/** A change of what is known: when, and to what. */
export type HealthStep = Pick<Transition, 'at' | 'health'>

/**
 * What one monitor's regions say together, as one timeline: the changes of what the required number agrees on, oldest first.
 * Regions that are not to watch it at an instant weigh nothing then.
 *
 * @param timelines the changes of each region, oldest first each
 * @param assignments from where it was to be watched, oldest first; the first holds for the time before it as well. Where
 *   there is none, all regions of `timelines` are to watch it, and the majority decides.
 */
export function combineTimelines(
  timelines: ReadonlyMap<string, readonly HealthStep[]>,
  assignments: readonly RegionAssignment[],
): readonly HealthStep[] {
  const [first = { from: 0, regions: [...timelines.keys()], quorum: 'majority' }, ...later] = assignments
  if (later.length === 0 && first.regions.length === 1) return timelines.get(first.regions[0]!) ?? []
  const events = [
    ...later.map((assignment) => ({ at: assignment.from, assignment })),
    ...[...timelines].flatMap(([region, steps]) => steps.map(({ at, health }) => ({ at, region, health }))),
  ].toSorted((a, b) => a.at - b.at)
  const healths = new Map<string, KnownHealth>()
  const result: HealthStep[] = []
  let assigned: MonitorRegions = first
  for (const [i, event] of events.entries()) {
    if ('assignment' in event) assigned = event.assignment
    else healths.set(event.region, event.health)
    if (events[i + 1]?.at === event.at) continue
    const agreed = agreedHealth(healths, assigned)
    // Before anybody has said anything there is nothing to change from.
    if (agreed !== (result.at(-1)?.health ?? (healths.size === 0 ? agreed : null)))
      result.push({ at: event.at, health: agreed })
  }
  return result
}

const agreedHealth = (
  healths: ReadonlyMap<string, KnownHealth>,
  { regions, quorum }: MonitorRegions,
): KnownHealth =>
  combineRegionHealths(
    regions.map((region) => healths.get(region) ?? 'unknown'),
    requiredRegions(quorum, regions.length),
  )
