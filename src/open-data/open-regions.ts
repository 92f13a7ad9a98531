import { isoInstant } from '../../collector/core/time/iso-instant.ts'
import type { RegionView } from '../../collector/core/snapshot/snapshot.ts'

/**
 * The places that watch a component, as open data tells them: what each sees now and since when, and its response time of
 * today up to the start of the hour, ms.
 */
export const openRegions = (regions: readonly RegionView[]) =>
  regions.map(({ id, status, statusSince, hoursToday: { checks, p50, p95, p99 } }) => ({
    region: id,
    status,
    since: statusSince === null ? null : isoInstant(statusSince),
    checks,
    p50,
    p95,
    p99,
  }))
