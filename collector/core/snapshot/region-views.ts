import type { Region } from '../config/region.ts'
import type { HealthStep } from '../monitoring/combine-timelines.ts'
import { statusFromMonitors } from '../monitoring/component-status.ts'
import type { KnownHealth } from '../monitoring/health.ts'
import type { Monitor } from '../monitoring/monitor.ts'
import { combineRegionHealths, requiredRegions } from '../monitoring/quorum.ts'
import type { ResponseTimes } from '../report/report-document.ts'
import type { MinorityDown, RegionView } from './snapshot.ts'

/** What of a component watched from several regions is told region by region. */
export type RegionFacts = { readonly regions: readonly RegionView[]; readonly downFrom?: MinorityDown }

/** What is known of a component in one region besides its timelines. */
export type RegionReadings = Pick<RegionView, 'checkedAt'> & {
  readonly response: ResponseTimes
  readonly hoursToday: ResponseTimes
}

/**
 * What each region sees of a component now, in the order of the configuration, and whether a minority of them sees it down;
 * null for a component that is watched from fewer than two.
 *
 * @param monitors the configured ones
 * @param timelines of each monitor, in their order, by region; oldest change first
 * @param readings what else is known of a region
 */
export function regionFacts(
  monitors: readonly Pick<Monitor, 'watchedFrom'>[],
  timelines: readonly ReadonlyMap<string, readonly HealthStep[]>[],
  regions: readonly Region[],
  readings: (region: string) => RegionReadings,
): RegionFacts | null {
  const watching = monitors.map(({ watchedFrom }) => watchedFrom?.regions ?? [])
  const shown = regions.filter(({ id }) => watching.some((ids) => ids.includes(id)))
  if (shown.length < 2) return null
  const stepOf = (index: number, region: string): HealthStep | null =>
    lastChange(timelines[index]?.get(region) ?? [])
  const minority = mostSeenDown(
    monitors.flatMap(({ watchedFrom }, index) => {
      if (!watchedFrom) return []
      const healths = watchedFrom.regions.map((id) => stepOf(index, id)?.health ?? 'unknown')
      return [{ healths, required: requiredRegions(watchedFrom.quorum, healths.length) }]
    }),
  )
  return {
    regions: shown.map(({ id, name }) => {
      const steps = watching.flatMap((ids, index) => (ids.includes(id) ? [stepOf(index, id)] : []))
      const known = steps.filter((step) => step !== null)
      return {
        id,
        name,
        status: statusFromMonitors(steps.map((step) => step?.health ?? 'unknown')),
        statusSince: known.length > 0 ? Math.max(...known.map(({ at }) => at)) : null,
        ...readings(id),
      }
    }),
    ...(minority && { downFrom: minority }),
  }
}

/** The change that the health of now goes back to; null where nothing was ever known. */
function lastChange(steps: readonly HealthStep[]): HealthStep | null {
  const last = steps.at(-1)
  if (!last) return null
  const other = steps.findLastIndex(({ health }) => health !== last.health)
  return steps[other + 1]!
}

/** Of the monitors that are seen down from some regions but do not count as down, the one seen so from the largest share. */
function mostSeenDown(
  monitors: readonly { readonly healths: readonly KnownHealth[]; readonly required: number }[],
): MinorityDown | null {
  let most: MinorityDown | null = null
  for (const { healths, required } of monitors) {
    if (combineRegionHealths(healths, required) === 'down') continue
    const down = healths.filter((health) => health === 'down').length
    const of = healths.length
    if (down > 0 && (most === null || down * most.of > most.down * of)) most = { down, of }
  }
  return most
}
