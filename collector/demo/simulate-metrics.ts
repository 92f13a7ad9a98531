import { setImmediate } from 'node:timers/promises'
import type { Config, DemoMetricRange } from '../core/config/config.ts'
import { parsePath } from '../core/text/json-path.ts'
import type { MetricConfig, MetricPoint } from '../core/metric/metric.ts'
import { figureAt } from './services/figure.ts'
import { wasOff } from './simulated-faults.ts'
import type { FactWriter } from '../store/facts.ts'

const hour = 3_600_000
const month = 30 * 24 * hour
/** Into each hour, ms: a point that stands for it. */
const within = 30 * 60_000
/** Points of the distant past are this far apart, and of the last days, which are shown by the hour, an hour. */
const coarse = 3 * hour
const recent = 3 * 24 * hour
/** Points in one transaction. */
const batch = 3_000

/**
 * Record what the stand-in services would have measured over a span, of every metric that is pulled from one of them. What is to grow has grown a little faster than promised.
 */
export async function recordFigures(
  store: FactWriter,
  config: Config,
  span: { readonly from: number; readonly to: number },
): Promise<void> {
  const known = config.metrics.flatMap((metric) => {
    const range = rangeOf(metric, config)
    return range ? [{ metric, ...range }] : []
  })
  let points: MetricPoint[] = []
  const first = Math.ceil((span.from - within) / hour) * hour + within
  for (const { metric, name, range } of known)
    for (let at = first; at < span.to; at += at < span.to - recent ? coarse : hour) {
      if (wasOff(at, span.to)) continue
      const grown = metric.growth === null ? 1 : (1 + (1.2 * metric.growth) / 1e6) ** ((at - span.to) / month)
      const value = figureAt(name, range, at)
      points.push({ metric: metric.id, at, value: grown === 1 ? value : Math.round(value * grown) })
      if (points.length < batch) continue
      await store.commit({ metrics: points })
      points = []
      await setImmediate()
    }
  await store.commit({ metrics: points })
}

/** What a stand-in service measures for a metric; null where it is measured elsewhere. */
function rangeOf(
  { pull }: MetricConfig,
  { demo }: Config,
): { readonly name: string; readonly range: DemoMetricRange } | null {
  if (pull === null || demo === null) return null
  const { port } = new URL(pull.url)
  const service = demo.services.find((one) => one.kind === 'metrics' && String(one.port) === port)
  const name = pull.kind === 'prometheus' ? pull.query : String(parsePath(pull.path)?.at(-1))
  const range = service?.figures?.[name]
  return range ? { name, range } : null
}
