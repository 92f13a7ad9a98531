import { z } from 'zod'
import { suggest } from '../../core/text/suggest.ts'
import type { MetricConfig, MetricPoint } from '../../core/metric/metric.ts'
import { parseWhen } from '../../core/time/parse-time.ts'
import { Refusal, type Wrong } from '../../notices/rules/validation-error.ts'
import type { Receipt } from '../../store/store.ts'

/** Points that one request may bring. */
export const largestBatch = 1_000
/** How far a clock elsewhere may be ahead of ours, ms. */
const ahead = 300_000
const day = 86_400_000

/** What figures are pushed to. */
export type MetricDoor = {
  readonly metrics: readonly MetricConfig[]
  /** Points are kept this long, ms: older ones would change hours that are closed. */
  readonly retention: number
  /** Zone in which times without one are read. */
  readonly timezone: string
  /** Make them durable, with what is answered. */
  push(points: readonly MetricPoint[], receipts: readonly Receipt[]): Promise<void>
}

/** The body of `POST /api/v1/metrics`, for the description of the API; what comes in is judged by `pointsOf`. */
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

/** What a push is answered. */
export const Accepted = z
  .object({ accepted: z.int().describe('Points that are on record now.') })
  .meta({ id: 'Accepted' })

const example = 'Write for example [{ "metric": "cpu", "value": 42 }].'

/**
 * The points of a request, `at` in ms since the epoch.
 *
 * @throws Refusal `invalid` naming everything that is wrong by its place in the list; then nothing may be written
 */
export function pointsOf(body: unknown, door: Omit<MetricDoor, 'push'>, now: number): readonly MetricPoint[] {
  if (!Array.isArray(body)) throw new Refusal('invalid', [{ path: '', message: `is no list. ${example}` }])
  if (body.length === 0) throw new Refusal('invalid', [{ path: '', message: `is an empty list. ${example}` }])
  if (body.length > largestBatch)
    throw new Refusal('invalid', [
      {
        path: '',
        message: `has ${body.length} entries. Write at most ${largestBatch}, and the rest in another request.`,
      },
    ])
  const wrong: Wrong[] = []
  const points = (body as readonly unknown[]).flatMap((entry, index) => {
    const read = pointOf(entry, door, now)
    if (!Array.isArray(read)) return [read as MetricPoint]
    wrong.push(...(read as Wrong[]).map(({ path, message }) => ({ path: `${index}${path}`, message })))
    return []
  })
  if (wrong.length > 0) throw new Refusal('invalid', wrong)
  const twice = contradictions(points)
  if (twice.length > 0) throw new Refusal('invalid', twice)
  return points
}

/** Points that say something else than one before them says of the same instant: only one could be kept. */
function contradictions(points: readonly MetricPoint[]): Wrong[] {
  const first = new Map<string, number>()
  return points.flatMap(({ metric, at, value }, index) => {
    const key = `${metric} ${at}`
    const before = first.get(key)
    if (before === undefined) first.set(key, index)
    if (before === undefined || points[before]!.value === value) return []
    const message = `has another value than entry ${before} for the same metric and instant. Write "at" with each.`
    return [{ path: `${index}`, message }]
  })
}

/** An entry as a point, or all that is wrong with it. */
function pointOf(
  entry: unknown,
  door: Omit<MetricDoor, 'push'>,
  now: number,
): MetricPoint | readonly Wrong[] {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry))
    return [{ path: '', message: `is no object. ${example}` }]
  const { metric, value, at, ...rest } = entry as Readonly<Record<string, unknown>>
  const wrong: Wrong[] = []
  const tell = (path: string, message: string | null): void => {
    if (message !== null) wrong.push({ path: `.${path}`, message })
  }
  const [stray] = Object.keys(rest)
  if (stray !== undefined)
    wrong.push({ path: '', message: 'has a key that is not known here. Write metric, value and at.' })
  tell('metric', metricFault(metric, door.metrics))
  if (typeof value !== 'number' || !Number.isFinite(value))
    tell(
      'value',
      `${value === undefined ? 'is missing' : 'is no number'}. Write one without quotes, such as 42.`,
    )
  const instant = at === undefined ? now : typeof at === 'string' ? parseWhen(at, now, door.timezone) : null
  tell('at', timeFault(instant, now, door.retention))
  return wrong.length > 0
    ? wrong
    : { metric: metric as string, value: value as number, at: instant as number }
}

function metricFault(metric: unknown, known: readonly MetricConfig[]): string | null {
  if (typeof metric !== 'string')
    return `${metric === undefined ? 'is missing' : 'is no text'}. Write the id of a metric.`
  const found = known.find(({ id }) => id === metric)
  if (found && found.pull === null) return null
  if (found)
    return 'is pulled by the collector and cannot be pushed. Take "pull" out of its configuration to push it.'
  const pushed = known.filter(({ pull }) => pull === null).map(({ id }) => id)
  if (pushed.length === 0)
    return 'is not known: no metric of the configuration is pushed. Add it under metrics.'
  const near = suggest(metric, pushed)
  return near === undefined
    ? `is not known. Write one of: ${pushed.slice(0, 20).join(', ')}${pushed.length > 20 ? ' …' : ''}.`
    : `is not known. Did you mean "${near}"?`
}

function timeFault(at: number | null, now: number, retention: number): string | null {
  if (at === null) return 'is not a time. Write one such as "2026-11-22T15:00:00Z", or leave it out for now.'
  if (at > now + ahead)
    return `lies more than ${ahead / 60_000} minutes in the future. Set the clock of the sender right.`
  if (at < now - retention)
    return `is older than ${Math.floor(retention / day)} days, as long as single points are kept. Write a later one.`
  return null
}
