import type { ComponentConfig, Config } from '../../core/config/config.ts'
import type { Check } from '../../core/monitoring/check.ts'
import type { ComponentTimelines } from '../../core/monitoring/component-timelines.ts'
import { type RegionFacts, regionFacts } from '../../core/snapshot/region-views.ts'
import { hourFloor } from '../../core/time/calendar.ts'
import { day, hour } from '../../core/time/units.ts'
import type { DateMemo } from './date-memo.ts'
import type { KeyOfRollup, RollupCache } from './rollup-cache.ts'

/** A component as one region sees it, as a key. */
const componentInRegion = (component: string, region: string): string => `${component}\n${region}`

/** Where rows are added up region by region; nowhere where the configuration lists no regions. */
export const regionKeyOf =
  ({ regions }: Pick<Config, 'regions'>, componentOf: ReadonlyMap<string, string>): KeyOfRollup =>
  ({ monitor, region }) => {
    const component = regions.length > 0 ? componentOf.get(monitor) : undefined
    return component === undefined ? undefined : componentInRegion(component, region)
  }

/** When each component was last looked at from each region, ms, by component and then by region. */
export type RegionInstants = ReadonlyMap<string, ReadonlyMap<string, number>>

/** The latest checks by component and region; empty where the configuration lists no regions. */
export function regionInstants(
  { components, regions }: Pick<Config, 'components' | 'regions'>,
  latest: readonly Check[],
): RegionInstants {
  const instants = new Map<string, Map<string, number>>()
  if (regions.length === 0) return instants
  const componentOf = new Map(components.flatMap(({ id, monitors }) => monitors.map((one) => [one.id, id])))
  for (const { monitor, region, at } of latest) {
    const component = componentOf.get(monitor)
    if (component === undefined) continue
    const byRegion = instants.get(component) ?? new Map<string, number>()
    instants.set(component, byRegion.set(region, Math.max(at, byRegion.get(region) ?? at)))
  }
  return instants
}

/**
 * What each region sees of a component, as of an instant (ms).
 *
 * @param hours rollups by `regionKeyOf`, over the last two days
 */
export function createRegionReader(
  { regions }: Pick<Config, 'regions'>,
  instants: RegionInstants,
  hours: RollupCache,
  { dayStart }: DateMemo,
  now: number,
): (component: ComponentConfig, timelines: ComponentTimelines) => RegionFacts | null {
  const hourStart = hourFloor(now)
  // Whole hours, so that sums are the same through an hour and found again.
  const lastDay = { from: hourStart + hour - day, to: hourStart + hour }
  const today = { from: dayStart(now), to: hourStart }
  return ({ id, monitors }, { regionTimelines }) =>
    regionFacts(monitors, regionTimelines, regions, (region) => {
      const key = [componentInRegion(id, region)]
      return {
        checkedAt: instants.get(id)?.get(region) ?? null,
        response: hours.response(key, lastDay),
        hoursToday: hours.response(key, today.to > today.from ? today : { from: 0, to: 0 }),
      }
    })
}
