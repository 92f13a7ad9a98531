import type { Database } from 'better-sqlite3'
import type { Interval } from '../../core/interval.ts'
import type { MetricPoint, MetricRollup } from '../../core/metric.ts'
import { addTo, decode, emptySketch, encode } from '../../core/sketch.ts'
import { hour } from '../../core/time.ts'

type HourRow = [string, number, number, number, number, number, number, number, Uint8Array]

/** Figures from outside: single points, and the hours made of them. */
export function metricTables(db: Database) {
  const put = db.prepare<[string, number, number]>(
    'INSERT OR REPLACE INTO metric_points (metric, at, value) VALUES (?, ?, ?)',
  )
  const points = db
    .prepare<[string, number, number], [number, number]>(
      'SELECT at, value FROM metric_points WHERE metric = ? AND at >= ? AND at < ? ORDER BY at',
    )
    .raw()
  const latest = db
    .prepare<[], [string, number, number]>(
      `SELECT metric, at, value FROM metric_points
       WHERE (metric, at) IN (SELECT metric, max(at) FROM metric_points GROUP BY metric)`,
    )
    .raw()
  const putHour = db.prepare<HourRow>(
    `INSERT OR REPLACE INTO metric_hours (metric, hour, count, sum, min, max, last, last_at, sketch)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const hours = db
    .prepare<[number, number], HourRow>(
      `SELECT metric, hour, count, sum, min, max, last, last_at, sketch FROM metric_hours
       WHERE hour >= ? AND hour < ? ORDER BY metric, hour`,
    )
    .raw()
  const prune = db.prepare<[number]>('DELETE FROM metric_points WHERE at < ?')

  /** Make an hour anew from its points: the same ones again change nothing. */
  function rollUp(metric: string, number: number): void {
    const values = points.all(metric, number * hour, (number + 1) * hour)
    const [lastAt, last] = values.at(-1)!
    let sum = 0
    let min = Infinity
    let max = -Infinity
    for (const [, value] of values) {
      sum += value
      min = Math.min(min, value)
      max = Math.max(max, value)
    }
    const sketch = addTo(
      emptySketch,
      values.map(([, value]) => value).filter((value) => value >= 0),
    )
    putHour.run(metric, number, values.length, sum, min, max, last, lastAt, encode(sketch))
  }

  return {
    /** Record points, and the hours they fall in. In a transaction. */
    put(list: readonly MetricPoint[]): void {
      const touched = new Map<string, { metric: string; number: number }>()
      for (const { metric, at, value } of list) {
        put.run(metric, at, value)
        const number = Math.floor(at / hour)
        touched.set(`${metric}\n${number}`, { metric, number })
      }
      for (const { metric, number } of touched.values()) rollUp(metric, number)
    },
    points: (metric: string, within: Interval): readonly MetricPoint[] =>
      points.all(metric, within.from, within.to).map(([at, value]) => ({ metric, at, value })),
    latest: (): readonly MetricPoint[] => latest.all().map(([metric, at, value]) => ({ metric, at, value })),
    hours(within: Interval, metrics?: readonly string[]): readonly (MetricRollup & { metric: string })[] {
      const wanted = metrics && new Set(metrics)
      return hours
        .all(Math.ceil(within.from / hour), Math.ceil(within.to / hour))
        .filter(([metric]) => !wanted || wanted.has(metric))
        .map(([metric, number, count, sum, min, max, last, lastAt, sketch]) => ({
          metric,
          at: number * hour,
          count,
          sum,
          min,
          max,
          last,
          lastAt,
          sketch: decode(sketch),
        }))
    },
    prune: (before: number): number => prune.run(before).changes,
  }
}
