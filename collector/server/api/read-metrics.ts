import { z } from 'zod'
import { suggest } from '../../core/text/suggest.ts'
import type { MetricConfig, MetricPoint } from '../../core/metric/metric.ts'
import { chartPoint, metricChartSpan, metricStateAt } from '../../core/metric/metric-view.ts'
import { ValidationError } from '../../notices/rules/validation-error.ts'
import { When, strict } from '../../notices/fields/field-schemas.ts'
import { parseInput } from '../../notices/rules/validate.ts'
import type { MetricReader } from '../../store/metric-store.ts'
import { parseTimeParameter, rejectParameter } from './parameters.ts'

const hour = 3_600_000
/** Most hours in one answer: those of a leap year. */
const maxSpan = 366 * 24 * hour

/** Where metrics are read from. */
export type MetricRepository = {
  /** Public and private ones. */
  readonly metrics: readonly MetricConfig[]
  /** The time zone of times without one. */
  readonly timezone: string
  readonly store: MetricReader
}

const Text = z.union([z.string(), z.record(z.string(), z.string())])
const Instant = z.iso.datetime()
const Condition = z
  .object({ operator: z.enum(['<', '<=', '>', '>=', '==', '!=']), value: z.number() })
  .meta({ id: 'MetricCondition' })

const metricFields = {
  id: z.string(),
  name: Text,
  description: Text.nullable(),
  group: Text.nullable(),
  unit: z.string().nullable(),
  component: z.string().nullable(),
  summary: z
    .enum(['mean', 'sum', 'last', 'max', 'min'])
    .describe('How an hour or a day is summed up in one value.'),
  good: Condition.nullable().describe('The condition for a good value.'),
  thresholds: z.object({ warning: Condition.nullable(), critical: Condition.nullable() }),
  growth: z.number().nullable().describe('The objective for growth from month to month, as a ratio.'),
  public: z.boolean().describe('Whether it is published on the page.'),
  source: z.enum(['push', 'prometheus', 'json']).describe('Where its points come from.'),
  every: z.int().nullable().describe('Milliseconds between two pulls; null for one that is pushed.'),
  latest: z
    .object({ at: Instant, value: z.number() })
    .nullable()
    .describe('The latest point; null before the first.'),
  state: z
    .enum(['good', 'warning', 'critical', 'unknown'])
    .describe('The state of the latest point; unknown when it is too old.'),
}

/** A metric as `GET /api/v1/metrics` and `vigie metrics list --json` print it. */
export const MetricInfo = z.object(metricFields).meta({ id: 'Metric' })
export type MetricInfo = z.infer<typeof MetricInfo>

/** A metric with its hours, as `GET /api/v1/metrics/{id}` prints it. */
export const MetricHistory = z
  .object({
    ...metricFields,
    from: Instant.describe('Start of the first hour of the span.'),
    until: Instant,
    hours: z
      .array(
        z.object({
          at: Instant.describe('Start of the hour.'),
          value: z.number().describe('By the summary of the metric.'),
          min: z.number(),
          max: z.number(),
          p95: z.number().nullable(),
          points: z.int(),
        }),
      )
      .describe('Hours with points, oldest first.'),
  })
  .meta({ id: 'MetricHistory' })
export type MetricHistory = z.infer<typeof MetricHistory>

/** Query of `GET /api/v1/metrics/{id}`. */
export const MetricSpan = strict({
  from: When.optional().describe('Hours from this one on. Default: 48 hours before `until`.'),
  until: When.optional().describe('Hours that begin before this. Default: now.'),
})

const iso = (at: number): string => new Date(at).toISOString()

/** A metric as tokens see it: without the address it is pulled from and the headers sent there. */
function describeMetric(metric: MetricConfig, latest: MetricPoint | null, now: number): MetricInfo {
  const { id, name, description, group, unit, component, summary, good, thresholds, pull } = metric
  return {
    id,
    name,
    description,
    group,
    unit,
    component,
    summary,
    good,
    thresholds,
    growth: metric.growth === null ? null : metric.growth / 1_000_000,
    public: metric.public,
    source: pull?.kind ?? 'push',
    every: pull?.every ?? null,
    latest: latest && { at: iso(latest.at), value: latest.value },
    state: metricStateAt(metric, latest, now),
  }
}

/** Every metric in the order of the configuration, with its state at an instant (ms); private ones included. */
export async function metricInfos(
  { metrics, store }: Pick<MetricRepository, 'metrics' | 'store'>,
  now: number,
): Promise<readonly MetricInfo[]> {
  const points = new Map((await store.latestMetrics()).map((point) => [point.metric, point]))
  return metrics.map((metric) => describeMetric(metric, points.get(metric.id) ?? null, now))
}

/**
 * A metric with its hours in a span.
 *
 * @throws ValidationError `not_found` for an unknown metric; `invalid` for an impossible span
 */
export async function metricHistory(
  repository: MetricRepository,
  id: string,
  query: Readonly<Record<string, string>>,
  now: number,
): Promise<MetricHistory> {
  const metric = repository.metrics.find((one) => one.id === id)
  if (!metric) {
    const suggestion = suggest(
      id.slice(0, 100),
      repository.metrics.map((one) => one.id),
    )
    throw new ValidationError('not_found', [
      {
        path: '',
        message: `there is no such metric.${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`} GET /api/v1/metrics lists them.`,
      },
    ])
  }
  const { from, until } = spanOf(query, repository.timezone, now)
  const [infos, rollups] = await Promise.all([
    metricInfos({ metrics: [metric], store: repository.store }, now),
    repository.store.metricHours({ from, to: until }, [id]),
  ])
  return {
    ...infos[0]!,
    from: iso(from),
    until: iso(until),
    hours: rollups.map((rollup) => {
      const { at, value, min, max, p95, points } = chartPoint(rollup, metric.summary)
      return { at: iso(at), value, min, max, p95: p95 ?? null, points: points ?? 0 }
    }),
  }
}

/** Parse the span of a query, ms; it starts on a full hour. @throws ValidationError `invalid` */
function spanOf(
  query: Readonly<Record<string, string>>,
  timezone: string,
  now: number,
): { readonly from: number; readonly until: number } {
  const input = parseInput(MetricSpan, query)
  const parseParameter = (path: 'from' | 'until'): number | undefined => {
    const text = input[path]
    return text === undefined ? undefined : parseTimeParameter(path, text, now, timezone)
  }
  const until = parseParameter('until') ?? now
  const from = Math.floor((parseParameter('from') ?? until - metricChartSpan) / hour) * hour
  if (from >= until) rejectParameter('from', 'is not before "until". Write an earlier time.')
  if (until - from > maxSpan)
    rejectParameter(
      'from',
      'lies more than 366 days before "until". Ask for a year at most, and for the rest again.',
    )
  return { from, until }
}
