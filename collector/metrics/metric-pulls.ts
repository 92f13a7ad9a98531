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

/** How many sources are queried at once. */
const concurrency = 32

export type MetricPullsDeps = {
  readonly store: FactWriter & MetricReader
  readonly metrics: readonly MetricConfig[]
  readonly clock: Clock
  /** Fetch one value. The message of its rejection is logged as it is: words, without secrets. */
  readonly pull: (pull: MetricPull, signal: AbortSignal) => Promise<number>
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void
  /** Points that readers see became durable. */
  readonly onStored: (change: StoredChange) => void
}

/** Pulled and pushed metrics on their way into the store. */
export type MetricPulls = {
  /** Store pushed points together with the receipt of the request; resolves when both are durable. Rejects with StoreError or Conflict. */
  push(points: readonly MetricPoint[], receipts: readonly Receipt[]): Promise<void>
  /** Pull every metric once and store it. Rejects with StoreError when it cannot be stored. */
  pullOnce(): Promise<void>
  /** Pull on schedule from now on: each metric at its own slots, never twice at once. */
  begin(): void
  /** Take and pull these from now on: one that stays keeps its slots. */
  update(metrics: readonly MetricConfig[]): void
  /** Stop pulling; points already pulled are stored. */
  stop(): Promise<void>
}

type Pulled = MetricConfig & { readonly pull: MetricPull }

/** A metric as the schedule sees it. */
type PullTarget = ScheduledTarget & { readonly metric: Pulled }

const pulledOf = (metrics: readonly MetricConfig[]): readonly Pulled[] =>
  metrics.filter((metric): metric is Pulled => metric.pull !== null)

const targetOf = (metric: Pulled): PullTarget => ({
  metric,
  id: `metric ${metric.id}`,
  every: metric.pull.every,
  confirm: { retryEvery: metric.pull.every },
})

/** Pulls metrics from their sources and stores pushed points. Nothing is pulled before `begin` or `pullOnce`. */
export function createMetricPulls(deps: MetricPullsDeps): MetricPulls {
  const { store, clock, log } = deps
  let pulled = pulledOf(deps.metrics)
  let published = createPublishedStates(deps.metrics, clock)
  const stopping = new AbortController()
  const source = createSourceLog(log)
  const writer = createMetricWriter(store, {
    clock,
    onWritten: (points) => {
      if (published.update(points)) deps.onStored({ kind: 'metrics' })
    },
    onTrouble: (error) =>
      error
        ? log('error', `figures cannot be written, they are kept in memory: ${error.message}`)
        : log('info', 'figures can be written again'),
  })
  let scheduler: Scheduler<PullTarget> | null = null

  async function pull(metric: Pulled): Promise<void> {
    const at = clock.now()
    try {
      const value = await deps.pull(metric.pull, stopping.signal)
      if (stopping.signal.aborted) return
      source.succeeded(metric)
      writer.take({ metric: metric.id, at, value })
    } catch (error) {
      if (!stopping.signal.aborted) source.failed(metric, (error as Error).message)
    }
  }

  return {
    async push(points, receipts) {
      await store.commit({ metrics: points, metricsAreRecent: areRecent(points, clock.now()), receipts })
      if (published.includes(points)) deps.onStored({ kind: 'metrics' })
    },
    async pullOnce() {
      const queue = [...pulled]
      await Promise.all(
        Array.from({ length: Math.min(concurrency, queue.length) }, async () => {
          for (let metric = queue.shift(); metric; metric = queue.shift()) await pull(metric)
        }),
      )
      await writer.flush()
    },
    begin() {
      scheduler = startScheduler(pulled.map(targetOf), {
        clock,
        concurrency,
        check: async ({ metric }) => {
          await pull(metric)
          return false
        },
      })
    },
    update(metrics) {
      pulled = pulledOf(metrics)
      published = createPublishedStates(metrics, clock)
      source.forget((id) => pulled.some((metric) => metric.id === id))
      scheduler?.update(pulled.map(targetOf))
    },
    async stop() {
      stopping.abort(new Error('the collector is shutting down'))
      await scheduler?.stop()
      await writer.flush().catch((error: unknown) => {
        log('error', `the latest figures could not be written, and are lost: ${(error as Error).message}`)
      })
    },
  }
}

/** The states of public metrics as readers last saw them. */
function createPublishedStates(metrics: readonly MetricConfig[], clock: Clock) {
  const publicMetrics = new Map(
    metrics.filter((metric) => metric.public).map((metric) => [metric.id, metric]),
  )
  const states = new Map<string, MetricState>()
  return {
    includes: (points: readonly MetricPoint[]): boolean =>
      points.some(({ metric }) => publicMetrics.has(metric)),
    /** Whether points change the state of a public metric. */
    update(points: readonly MetricPoint[]): boolean {
      let changed = false
      for (const { metric, at, value } of points) {
        const config = publicMetrics.get(metric)
        if (!config) continue
        const state = metricStateAt(config, { at, value }, clock.now())
        changed ||= states.get(metric) !== state
        states.set(metric, state)
      }
      return changed
    },
  }
}

/** Logs a failing source once, with the first metric that fails, and once more when all of its metrics are pulled again. */
function createSourceLog(log: MetricPullsDeps['log']) {
  /** By metric that fails: its source and the reason, as logged. */
  const failing = new Map<string, string>()
  const isLogged = (key: string): boolean => [...failing.values()].includes(key)
  const where = ({ pull }: Pulled): string => publicUrl(new URL(pull.url))
  return {
    failed(metric: Pulled, reason: string): void {
      if (failing.has(metric.id)) return
      const key = `${where(metric)}: ${reason}`
      if (!isLogged(key)) log('warn', `the metric ${metric.id} cannot be pulled from ${key}`)
      failing.set(metric.id, key)
    },
    /** Of metrics that are no longer pulled nothing is logged any more. */
    forget(isPulled: (metric: string) => boolean): void {
      for (const id of failing.keys()) if (!isPulled(id)) failing.delete(id)
    },
    succeeded(metric: Pulled): void {
      const key = failing.get(metric.id)
      if (key === undefined) return
      failing.delete(metric.id)
      if (!isLogged(key)) log('info', `the metric ${metric.id} is pulled again from ${where(metric)}`)
    },
  }
}
