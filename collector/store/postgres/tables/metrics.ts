import { addTo, decode, emptySketch, encode } from '../../../core/availability/latency-sketch.ts'
import type { MetricPoint, MetricRollup } from '../../../core/metric/metric.ts'
import type { Interval } from '../../../core/time/interval.ts'
import { hour } from '../../../core/time/units.ts'
import { columnsOf, instant, type Sql } from '../sql.ts'
import { lastOfEach } from './versioned.ts'

type HourRow = {
  readonly metric: string
  readonly hour: number
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
  readonly last: number
  readonly last_at: number
  readonly sketch: Buffer
}

/** Metrics: single points, and the hours made of them. Writes are in a transaction. */
export const metricTables = {
  /** Record points, and the hours they fall in. */
  async put(sql: Sql, list: readonly MetricPoint[]): Promise<void> {
    if (list.length === 0) return
    await sql.run(
      `INSERT INTO metric_points (metric, at, value)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::double precision[])
       ON CONFLICT (metric, at) DO UPDATE SET value = excluded.value`,
      ...columnsOf(
        3,
        lastOfEach(list, ({ metric, at }) => `${metric}\n${at}`).map(({ metric, at, value }) => [
          metric,
          at,
          value,
        ]),
      ),
    )
    const changed = lastOfEach(list, hourKey).map(
      ({ metric, at }) => [metric, Math.floor(at / hour)] as const,
    )
    const points = await sql.rows<MetricPoint>(
      `SELECT metric_points.metric, at, value FROM unnest($1::text[], $2::bigint[]) AS wanted (metric, hour)
       JOIN metric_points ON metric_points.metric = wanted.metric AND at >= wanted.hour * $3::bigint
         AND at < (wanted.hour + 1) * $3::bigint
       ORDER BY at`,
      ...columnsOf(2, changed),
      hour,
    )
    await sql.run(
      `INSERT INTO metric_hours (metric, hour, count, sum, min, max, last, last_at, sketch)
       SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::double precision[], $5::double precision[],
         $6::double precision[], $7::double precision[], $8::bigint[], $9::bytea[])
       ON CONFLICT (metric, hour) DO UPDATE SET count = excluded.count, sum = excluded.sum, min = excluded.min,
         max = excluded.max, last = excluded.last, last_at = excluded.last_at, sketch = excluded.sketch`,
      ...columnsOf(9, [...Map.groupBy(points, hourKey).values()].map(hourOf)),
    )
  },
  points: (sql: Sql, metric: string, { from, to }: Interval): Promise<readonly MetricPoint[]> =>
    sql.rows(
      'SELECT metric, at, value FROM metric_points WHERE metric = $1 AND at >= $2 AND at < $3 ORDER BY at',
      metric,
      instant(from),
      instant(to),
    ),
  /** From one metric to the next by the key, then to its last point: what lies between is never read. */
  latest: (sql: Sql): Promise<readonly MetricPoint[]> =>
    sql.rows(
      `WITH RECURSIVE known (metric) AS (
         (SELECT metric FROM metric_points ORDER BY metric LIMIT 1)
         UNION ALL
         SELECT (SELECT p.metric FROM metric_points AS p WHERE p.metric > known.metric ORDER BY p.metric LIMIT 1)
         FROM known WHERE known.metric IS NOT NULL)
       SELECT last.metric, last.at, last.value FROM known, LATERAL
         (SELECT * FROM metric_points AS p WHERE p.metric = known.metric ORDER BY p.at DESC LIMIT 1) AS last
       ORDER BY metric`,
    ),
  async hours(
    sql: Sql,
    { from, to }: Interval,
    metrics?: readonly string[],
  ): Promise<readonly (MetricRollup & { readonly metric: string })[]> {
    const rows = await sql.rows<HourRow>(
      `SELECT metric, hour, count, sum, min, max, last, last_at, sketch FROM metric_hours
       WHERE hour >= $1::bigint AND hour < $2::bigint AND ($3::text[] IS NULL OR metric = ANY ($3::text[]))
       ORDER BY metric, hour`,
      instant(Math.ceil(from / hour)),
      instant(Math.ceil(to / hour)),
      metrics ?? null,
    )
    return rows.map(({ hour: number, last_at: lastAt, sketch, metric, count, sum, min, max, last }) => ({
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
  /** Delete points before an instant. */
  prune: (sql: Sql, before: number): Promise<number> =>
    sql.run('DELETE FROM metric_points WHERE at < $1', instant(before)),
}

const hourKey = ({ metric, at }: MetricPoint): string => `${metric}\n${Math.floor(at / hour)}`

/** An hour of all its points, earliest first: the same ones again change nothing. */
function hourOf(points: readonly MetricPoint[]) {
  const { metric, at: lastAt, value: last } = points.at(-1)!
  const values = points.map(({ value }) => value)
  const sketch = addTo(
    emptySketch,
    values.filter((value) => value >= 0),
  )
  let sum = 0
  for (const value of values) sum += value
  const [min, max] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
  return [
    metric,
    Math.floor(lastAt / hour),
    values.length,
    sum,
    min,
    max,
    last,
    lastAt,
    Buffer.from(encode(sketch)),
  ] as const
}
