import type { KnownHealth } from './health.ts'

/** How many of the regions that watch a monitor must agree before what they see counts. A number is at least 1. */
export type Quorum = 'majority' | 'all' | number

/** From where a monitor is watched. */
export type MonitorRegions = {
  /** Ids, without duplicates. */
  readonly regions: readonly string[]
  readonly quorum: Quorum
}

/** From where a monitor is watched; one that does not say is from the collector's own region. */
export const watchedFromOf = (
  { watchedFrom }: { readonly watchedFrom?: MonitorRegions },
  ownRegion: string,
): MonitorRegions => watchedFrom ?? { regions: [ownRegion], quorum: 'majority' }

/** Whether a monitor is to be watched from a region. */
export const isWatchedFrom = (
  monitor: { readonly watchedFrom?: MonitorRegions },
  region: string,
  ownRegion: string,
): boolean => watchedFromOf(monitor, ownRegion).regions.includes(region)

/** From where a monitor is watched from an instant on, ms. */
export type RegionAssignment = MonitorRegions & { readonly from: number }

/** How many regions must agree among `watching` ones (NUMBERS.md, Several regions): `need`. At least 1. */
export function requiredRegions(quorum: Quorum, watching: number): number {
  const required = quorum === 'majority' ? Math.floor(watching / 2) + 1 : quorum === 'all' ? watching : quorum
  return Math.max(1, Math.min(required, watching))
}

/**
 * One monitor's health from what the regions that are to watch it see (NUMBERS.md, Several regions).
 *
 * @param healths one for each region that is to watch it, `unknown` where it says nothing
 * @param required how many must agree, at least 1
 */
export function combineRegionHealths(healths: Iterable<KnownHealth>, required: number): KnownHealth {
  const count: Record<KnownHealth, number> = { up: 0, degraded: 0, down: 0, unknown: 0 }
  for (const health of healths) count[health]++
  if (count.down >= required) return 'down'
  if (count.down + count.degraded >= required) return 'degraded'
  return count.up > 0 ? 'up' : 'unknown'
}

/** Whether two say the same of who watches and how many must agree. */
export const isSameAssignment = (a: MonitorRegions, b: MonitorRegions): boolean =>
  a.quorum === b.quorum &&
  a.regions.length === b.regions.length &&
  a.regions.every((id) => b.regions.includes(id))
