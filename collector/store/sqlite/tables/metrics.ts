import type { Database } from 'better-sqlite3'
import type { Interval } from '../../../core/time/interval.ts'
import type { MetricPoint, MetricRollup } from '../../../core/metric/metric.ts'
import { addTo, decode, emptySketch, encode } from '../../../core/availability/latency-sketch.ts'
import { hour } from '../../../core/time/units.ts'

type MetricHourRow = [string, number, number, number, number, number, number, number, Uint8Array]

/** Hours made of points, numbered since the epoch. */
function metricHourTable(db: Database) {
  const putHour = db.prepare<MetricHourRow>(
    `INSERT OR REPLACE INTO metric_hours (metric, hour, count, sum, min, max, last, last_at, sketch)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const hours = db
    .prepare<[number, number], MetricHourRow>(
      `SELECT metric, hour, count, sum, min, max, last, last_at, sketch FROM metric_hours
       WHERE hour >= ? AND hour < ? ORDER BY metric, hour`,
    )
    .raw()
  const hoursOf = db
    .prepare<[string, number, number], MetricHourRow>(
      `SELECT metric, hour, count, sum, min, max, last, last_at, sketch FROM metric_hours
       WHERE metric = ? AND hour >= ? AND hour < ? ORDER BY hour`,
    )
    .raw()

  return {
    /** Make an hour of all its points, instant and value, earliest first: the same ones again change nothing. */
    put(metric: string, number: number, points: readonly (readonly [number, number])[]): void {
      const [lastAt, last] = points.at(-1)!
      let sum = 0
      let min = Infinity
      let max = -Infinity
      for (const [, value] of points) {
        sum += value
        min = Math.min(min, value)
        max = Math.max(max, value)
      }
      const sketch = addTo(
        emptySketch,
        points.map(([, value]) => value).filter((value) => value >= 0),
      )
      putHour.run(metric, number, points.length, sum, min, max, last, lastAt, encode(sketch))
    },
    within(within: Interval, metrics?: readonly string[]): readonly (MetricRollup & { metric: string })[] {
      const [from, to] = [Math.ceil(within.from / hour), Math.ceil(within.to / hour)]
      // The table is ordered by metric: asked for each by itself, years of the others are not gone through.
      const rows = metrics
        ? [...new Set(metrics)].toSorted().flatMap((metric) => hoursOf.all(metric, from, to))
        : hours.all(from, to)
      return rows.map(([metric, number, count, sum, min, max, last, lastAt, sketch]) => ({
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
  }
}

/** Metrics: single points, and the hours made of them. */
export function metricTables(db: Database) {
  const put = db.prepare<[string, number, number]>(
    'INSERT OR REPLACE INTO metric_points (metric, at, value) VALUES (?, ?, ?)',
  )
  const points = db
    .prepare<[string, number, number], [number, number]>(
      'SELECT at, value FROM metric_points WHERE metric = ? AND at >= ? AND at < ? ORDER BY at',
    )
    .raw()
  // From one metric to the next by the key, then to its last point: what lies between is never read.
  const latest = db
    .prepare<[], [string, number, number]>(
      `WITH RECURSIVE known (metric) AS (
         SELECT min(metric) FROM metric_points
         UNION ALL
         SELECT (SELECT min(metric) FROM metric_points WHERE metric > known.metric) FROM known
         WHERE known.metric IS NOT NULL
       )
       SELECT metric, at, value FROM known JOIN metric_points USING (metric)
       WHERE at = (SELECT max(at) FROM metric_points AS later WHERE later.metric = known.metric)`,
    )
    .raw()
  const prune = db.prepare<[number]>('DELETE FROM metric_points WHERE at < ?')
  const hours = metricHourTable(db)

  return {
    /** Record points, and the hours they fall in. In a transaction. */
    put(list: readonly MetricPoint[]): void {
      const changedHours = new Map<string, { metric: string; number: number }>()
      for (const { metric, at, value } of list) {
        put.run(metric, at, value)
        const number = Math.floor(at / hour)
        changedHours.set(`${metric}\n${number}`, { metric, number })
      }
      for (const { metric, number } of changedHours.values())
        hours.put(metric, number, points.all(metric, number * hour, (number + 1) * hour))
    },
    points: (metric: string, within: Interval): readonly MetricPoint[] =>
      points.all(metric, within.from, within.to).map(([at, value]) => ({ metric, at, value })),
    latest: (): readonly MetricPoint[] => latest.all().map(([metric, at, value]) => ({ metric, at, value })),
    hours: hours.within,
    prune: (before: number): number => prune.run(before).changes,
  }
}
