import type { Clock } from '../core/time/clock.ts'
import type { MetricConfig, MetricPoint, MetricPull, MetricState } from '../core/metric/metric.ts'
import { metricStateAt } from '../core/metric/metric-view.ts'
import { publicUrl } from '../core/text/quote.ts'
import type { Receipt } from '../store/access-store.ts'
import type { StoredChange } from '../store/stored-change.ts'
import { type ScheduledTarget, type Scheduler, startScheduler } from '../monitoring/scheduler.ts'
import { areRecent, createMetricWriter } from './metric-writer.ts'
import type { FactWriter } from '../store/facts.ts'
import type { MetricReader } from '../store/metric-store.ts'

/** How many sources are asked at once. */
const concurrency = 32

export type MetricPullsDeps = {
  readonly store: FactWriter & MetricReader
  readonly metrics: readonly MetricConfig[]
  readonly clock: Clock
  /** Fetch one figure. What it rejects with is told as it is: without secrets, in words. */
  readonly pull: (pull: MetricPull, signal: AbortSignal) => Promise<number>
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void
  /** Points became durable that readers see. */
  readonly onStored: (change: StoredChange) => void
}

/** Figures from outside on their way into the store. */
export type MetricPulls = {
  /** Take points that somebody pushed, with what they are answered; resolves when both are durable. Rejects with StoreError or Conflict. */
  push(points: readonly MetricPoint[], receipts: readonly Receipt[]): Promise<void>
  /** Pull every metric once and write it down. Rejects with StoreError when it could not be. */
  pullOnce(): Promise<void>
  /** Pull on schedule from now on: each metric at its own slots, never twice at once. */
  begin(): void
  /** Take and pull these from now on: one that stays keeps its slots. */
  update(metrics: readonly MetricConfig[]): void
  /** Nothing is pulled any more; what was is written. */
  stop(): Promise<void>
}

type Pulled = MetricConfig & { readonly pull: MetricPull }

/** A metric as the schedule sees it. */
type PullTarget = ScheduledTarget & { readonly metric: Pulled }

const pulledOf = (metrics: readonly MetricConfig[]): readonly Pulled[] =>
  metrics.filter((metric): metric is Pulled => metric.pull !== null)

const shownOf = (metrics: readonly MetricConfig[]): ReadonlyMap<string, MetricConfig> =>
  new Map(metrics.filter((metric) => metric.public).map((metric) => [metric.id, metric]))

const targetOf = (metric: Pulled): PullTarget => ({
  metric,
  id: `metric ${metric.id}`,
  every: metric.pull.every,
  confirm: { retryEvery: metric.pull.every },
})

/** Takes figures from outside. Nothing is pulled before `begin` or `pullOnce`. */
export function createMetricPulls(deps: MetricPullsDeps): MetricPulls {
  const { store, clock, log } = deps
  let pulled = pulledOf(deps.metrics)
  let shown = shownOf(deps.metrics)
  const stopping = new AbortController()
  const source = createSourceLog(log)
  const states = new Map<string, MetricState>()
  const writer = createMetricWriter(store, {
    clock,
    onWritten: (points) => {
      if (changes(points)) deps.onStored({ kind: 'metrics' })
    },
    onTrouble: (error) =>
      error
        ? log('error', `figures cannot be written, they are kept in memory: ${error.message}`)
        : log('info', 'figures can be written again'),
  })
  let lookout: Scheduler<PullTarget> | null = null

  /** Do readers see another state of a metric now? */
  function changes(points: readonly MetricPoint[]): boolean {
    let changed = false
    for (const { metric, at, value } of points) {
      const config = shown.get(metric)
      if (!config) continue
      const state = metricStateAt(config, { at, value }, clock.now())
      changed ||= states.get(metric) !== state
      states.set(metric, state)
    }
    return changed
  }

  async function look(metric: Pulled): Promise<void> {
    const at = clock.now()
    try {
      const value = await deps.pull(metric.pull, stopping.signal)
      if (stopping.signal.aborted) return
      source.answered(metric)
      writer.take({ metric: metric.id, at, value })
    } catch (error) {
      if (!stopping.signal.aborted) source.failed(metric, (error as Error).message)
    }
  }

  return {
    async push(points, receipts) {
      await store.commit({ metrics: points, metricsAreRecent: areRecent(points, clock.now()), receipts })
      if (points.some(({ metric }) => shown.has(metric))) deps.onStored({ kind: 'metrics' })
    },
    async pullOnce() {
      const queue = [...pulled]
      await Promise.all(
        Array.from({ length: Math.min(concurrency, queue.length) }, async () => {
          for (let metric = queue.shift(); metric; metric = queue.shift()) await look(metric)
        }),
      )
      await writer.flush()
    },
    begin() {
      lookout = startScheduler(pulled.map(targetOf), {
        clock,
        concurrency,
        check: async ({ metric }) => {
          await look(metric)
          return false
        },
      })
    },
    update(metrics) {
      pulled = pulledOf(metrics)
      shown = shownOf(metrics)
      source.forget((id) => pulled.some((metric) => metric.id === id))
      lookout?.update(pulled.map(targetOf))
    },
    async stop() {
      stopping.abort(new Error('the collector is shutting down'))
      await lookout?.stop()
      await writer.flush().catch((error: unknown) => {
        log('error', `the latest figures could not be written, and are lost: ${(error as Error).message}`)
      })
    },
  }
}

/** Tells of a source that fails once, with the first metric it fails, and once more when all that did are had again. */
function createSourceLog(log: MetricPullsDeps['log']) {
  /** What was told of each metric that fails. */
  const failing = new Map<string, string>()
  const told = (key: string): boolean => [...failing.values()].includes(key)
  const where = ({ pull }: Pulled): string => publicUrl(new URL(pull.url))
  return {
    failed(metric: Pulled, reason: string): void {
      if (failing.has(metric.id)) return
      const key = `${where(metric)}: ${reason}`
      if (!told(key)) log('warn', `the metric ${metric.id} cannot be pulled from ${key}`)
      failing.set(metric.id, key)
    },
    /** Of metrics that are no longer pulled nothing is to be told. */
    forget(isPulled: (metric: string) => boolean): void {
      for (const id of failing.keys()) if (!isPulled(id)) failing.delete(id)
    },
    answered(metric: Pulled): void {
      const key = failing.get(metric.id)
      if (key === undefined) return
      failing.delete(metric.id)
      if (!told(key)) log('info', `the metric ${metric.id} is pulled again from ${where(metric)}`)
    },
  }
}
