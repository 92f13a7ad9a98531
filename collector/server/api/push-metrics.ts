import { z } from 'zod'
import { suggest } from '../../core/text/suggest.ts'
import type { MetricConfig, MetricPoint } from '../../core/metric/metric.ts'
import { parseTime } from '../../core/time/parse-time.ts'
import { describeDoubtfulTime } from '../../notices/rules/time-words.ts'
import { ValidationError, type Issue } from '../../notices/rules/validation-error.ts'
import type { Receipt } from '../../store/access-store.ts'
import { maxIssues } from '../../notices/rules/validate.ts'

/** The largest number of points in one request. */
export const largestBatch = 1_000
/** How far the clock of a sender may be ahead, ms. */
const clockTolerance = 300_000
const day = 86_400_000

/** Receives pushed points. */
export type MetricReceiver = {
  readonly metrics: readonly MetricConfig[]
  /** Points are kept this long, ms: older ones would change hours that are closed. */
  readonly retention: number
  /** The time zone of times without one. */
  readonly timezone: string
  /** Store points and receipts in one transaction. */
  push(points: readonly MetricPoint[], receipts: readonly Receipt[]): Promise<void>
}

/** The body of `POST /api/v1/metrics`, for the description of the API; input is validated by `parsePoints`. */
export const PushedMetrics = z
  .array(
    z
      .strictObject({
        metric: z
          .string()
          .describe('Id of a metric that is pushed.')
          .meta({ examples: ['cpu'] }),
        value: z
          .number()
          .describe('In the unit of the metric.')
          .meta({ examples: [42.5] }),
        at: z.iso
          .datetime({ offset: true })
          .optional()
          .describe('When it was so. Default: now. A point at the same instant is replaced.'),
      })
      .meta({ id: 'MetricPoint', description: 'One figure of a metric at one instant.' }),
  )
  .min(1)
  .max(largestBatch)

/** The answer to a push. */
export const Accepted = z
  .object({ accepted: z.int().describe('Points that are on record now.') })
  .meta({ id: 'Accepted' })

const example = 'Write for example [{ "metric": "cpu", "value": 42 }].'

/**
 * Parse the points of a request, `at` in ms since the epoch.
 *
 * @throws ValidationError `invalid` naming what is wrong, the first 20, by its place in the list; then nothing may be written
 */
export function parsePoints(
  body: unknown,
  receiver: Omit<MetricReceiver, 'push'>,
  now: number,
): readonly MetricPoint[] {
  if (!Array.isArray(body))
    throw new ValidationError('invalid', [{ path: '', message: `is no list. ${example}` }])
  if (body.length === 0)
    throw new ValidationError('invalid', [{ path: '', message: `is an empty list. ${example}` }])
  if (body.length > largestBatch)
    throw new ValidationError('invalid', [
      {
        path: '',
        message: `has ${body.length} entries. Write at most ${largestBatch}, and the rest in another request.`,
      },
    ])
  const issues: Issue[] = []
  const points = (body as readonly unknown[]).flatMap((entry, index) => {
    if (issues.length >= maxIssues) return []
    const result = parsePoint(entry, receiver, now)
    if (!Array.isArray(result)) return [result as MetricPoint]
    issues.push(...(result as Issue[]).map(({ path, message }) => ({ path: `${index}${path}`, message })))
    return []
  })
  if (issues.length > 0) throw new ValidationError('invalid', issues.slice(0, maxIssues))
  const duplicates = contradictions(points)
  if (duplicates.length > 0) throw new ValidationError('invalid', duplicates.slice(0, maxIssues))
  return points
}

/** Issues for points whose value differs from an earlier point of the same metric and instant: only one could be kept. */
function contradictions(points: readonly MetricPoint[]): Issue[] {
  const first = new Map<string, number>()
  return points.flatMap(({ metric, at, value }, index) => {
    const key = `${metric} ${at}`
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, index)
    if (earlier === undefined || points[earlier]!.value === value) return []
    const message = `has another value than entry ${earlier} for the same metric and instant. Write "at" with each.`
    return [{ path: `${index}`, message }]
  })
}

/** Parse an entry as a point, or list its issues. */
function parsePoint(
  entry: unknown,
  receiver: Omit<MetricReceiver, 'push'>,
  now: number,
): MetricPoint | readonly Issue[] {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry))
    return [{ path: '', message: `is no object. ${example}` }]
  const { metric, value, at, ...rest } = entry as Readonly<Record<string, unknown>>
  const issues: Issue[] = []
  const addIssue = (path: string, message: string | null): void => {
    if (message !== null) issues.push({ path: `.${path}`, message })
  }
  const [unknownKey] = Object.keys(rest)
  if (unknownKey !== undefined)
    issues.push({ path: '', message: 'has a key that is not known here. Write metric, value and at.' })
  addIssue('metric', metricIssue(metric, receiver.metrics))
  if (typeof value !== 'number' || !Number.isFinite(value))
    addIssue(
      'value',
      `${value === undefined ? 'is missing' : 'is no number'}. Write one without quotes, such as 42.`,
    )
  const instant =
    at === undefined ? now : typeof at === 'string' ? parseTime(at, now, receiver.timezone) : null
  const doubt = typeof at === 'string' ? describeDoubtfulTime(at, now, receiver.timezone) : null
  addIssue('at', doubt ?? timeIssue(instant, now, receiver.retention))
  return issues.length > 0
    ? issues
    : { metric: metric as string, value: value as number, at: instant as number }
}

function metricIssue(metric: unknown, metrics: readonly MetricConfig[]): string | null {
  if (typeof metric !== 'string')
    return `${metric === undefined ? 'is missing' : 'is no text'}. Write the id of a metric.`
  const configuredMetric = metrics.find(({ id }) => id === metric)
  if (configuredMetric && configuredMetric.pull === null) return null
  if (configuredMetric)
    return 'is pulled by the collector and cannot be pushed. Take "pull" out of its configuration to push it.'
  const pushed = metrics.filter(({ pull }) => pull === null).map(({ id }) => id)
  if (pushed.length === 0)
    return 'is not known: no metric of the configuration is pushed. Add it under metrics.'
  const suggestion = suggest(metric, pushed)
  return suggestion === undefined
    ? `is not known. Write one of: ${pushed.slice(0, 20).join(', ')}${pushed.length > 20 ? ' …' : ''}.`
    : `is not known. Did you mean "${suggestion}"?`
}

function timeIssue(at: number | null, now: number, retention: number): string | null {
  if (at === null) return 'is not a time. Write one such as "2026-11-22T15:00:00Z", or leave it out for now.'
  if (at > now + clockTolerance)
    return `lies more than ${clockTolerance / 60_000} minutes in the future. Set the clock of the sender right.`
  if (at < now - retention)
    return `is older than ${Math.floor(retention / day)} days, as long as single points are kept. Write a later one.`
  return null
}
