import type { KnownHealth } from './health.ts'
import { combineRegionHealths } from './component-status.ts'
import type { Transition } from './transition.ts'

/** A change of what is known: when, and to what. */
type HealthStep = Pick<Transition, 'at' | 'health'>

/**
 * What one monitor's regions tell together, as one timeline: the changes of what they agree on, oldest first.
 *
 * @param regions the transitions of each region, oldest first each
 */
export function combineTimelines(regions: readonly (readonly HealthStep[])[]): readonly HealthStep[] {
  if (regions.length < 2) return regions[0] ?? []
  const steps = regions
    .flatMap((timeline, region) => timeline.map((step) => ({ ...step, region })))
    .toSorted((a, b) => a.at - b.at)
  const healths: KnownHealth[] = regions.map(() => 'unknown')
  const result: HealthStep[] = []
  for (const [i, { at, health, region }] of steps.entries()) {
    healths[region] = health
    if (steps[i + 1]?.at === at) continue
    const agreed = combineRegionHealths(healths)
    if (agreed !== (result.at(-1)?.health ?? null)) result.push({ at, health: agreed })
  }
  return result
}
