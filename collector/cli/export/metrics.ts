import { dayInterval, dayOf } from '../../core/time/calendar.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { MetricReader } from '../../store/metric-store.ts'

/** `vigie export metrics`: every point that is kept as a line that `import metrics` reads, a day of one metric at a time. */
export async function exportMetrics(terminal: Pick<Terminal, 'out'>, store: MetricReader): Promise<number> {
  for (const { metric, at: last } of await store.latestMetrics()) {
    const days = new Set(
      (await store.metricHours({ from: 0, to: last + 1 }, [metric])).map(({ at }) => dayOf(at, 'UTC')),
    )
    for (const day of days)
      for (const { at, value } of await store.metricPoints(metric, dayInterval(day, 'UTC')))
        terminal.out(JSON.stringify({ metric, at: new Date(at).toISOString(), value }))
  }
  return 0
}
