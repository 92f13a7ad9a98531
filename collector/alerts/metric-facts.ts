import type { AlertFacts } from '../core/alert/figures.ts'
import type { Config } from '../core/config/config.ts'
import { validFor } from '../core/metric/metric-view.ts'
import { summarisePoints } from '../core/metric/summarise-rollups.ts'
import type { StoreReader } from '../store/store.ts'

/** Reads metrics: their latest points, and what those of a window come to. */
export async function metricReader(
  reader: StoreReader,
  { alerts, metrics }: Config,
  now: number,
): Promise<AlertFacts['metric']> {
  const latest = new Map((await reader.latestMetrics()).map((point) => [point.metric, point]))
  const values = new Map<string, number | null>()
  const keyOf = (id: string, window: number | null): string => `${id} ${window}`
  for (const { figure, windows } of alerts.flatMap(({ when }) => when)) {
    const metric = metrics.find(({ id }) => figure === `metric.${id}`)
    if (!metric) continue
    const point = latest.get(metric.id)
    const isFresh = point !== undefined && now - point.at <= validFor(metric)
    if (windows.length === 0) values.set(keyOf(metric.id, null), isFresh ? point.value : null)
    for (const window of windows) {
      const points = await reader.metricPoints(metric.id, { from: now - window + 1, to: now + 1 })
      values.set(keyOf(metric.id, window), summarisePoints(metric.summary, points))
    }
  }
  return (id, window) => values.get(keyOf(id, window)) ?? null
}
