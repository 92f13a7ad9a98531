import type { Config } from '../core/config/config.ts'
import { emptyHealthState } from '../core/monitoring/health-state.ts'
import { rebuild } from '../core/monitoring/apply-checks.ts'
import type { CheckStore } from '../store/check-store.ts'
import type { MetricStore } from '../store/metric-store.ts'

const hour = 3_600_000
/** Raw checks taken in one transaction: few enough that a probe's record never waits noticeably. */
const batchSize = 2_000

/**
 * Delete raw checks older than the retention, whole hours only, one small piece; the fold where they end is kept, so
 * that a backfill can start there. At the end the points of metrics go, whose hours stay. Resolves to whether there was
 * work, so that it can be called until there is none.
 */
export async function pruneChecks(
  store: CheckStore & MetricStore,
  config: Pick<Config, 'components' | 'retention'>,
  now: number,
): Promise<boolean> {
  const before = Math.floor((now - config.retention.checks) / hour) * hour
  const cadences = new Map(
    config.components.flatMap((component) => component.monitors).map((monitor) => [monitor.id, monitor]),
  )
  for (const series of await store.series()) {
    if (series.firstAt === null || series.firstAt >= before || (series.prunedBefore ?? 0) >= before) continue
    const start = series.prunedBefore ?? Math.floor(series.firstAt / hour) * hour
    // One step takes whole hours, at most as many as hold about `atOnce` checks.
    // One that is no longer configured is folded as it was when it was.
    const cadence = cadences.get(series.monitor) ?? series.cadence
    const span = cadence ? Math.max(1, Math.floor((batchSize * cadence.every) / hour)) * hour : 24 * hour
    const to = Math.min(before, start + span)
    const expiredChecks = await store.checks(series.monitor, series.region, { from: start, to })
    const state = cadence
      ? rebuild(series.prunedState ?? emptyHealthState, expiredChecks, cadence).state
      : (series.prunedState ?? emptyHealthState)
    await store.prune({ monitor: series.monitor, region: series.region }, to, state, expiredChecks.length + 1)
    return true
  }
  await store.pruneMetrics(before)
  return false
}
