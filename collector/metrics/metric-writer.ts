import type { MetricPoint } from '../core/metric/metric.ts'
import type { Clock } from '../core/time/clock.ts'
import type { FactWriter } from '../store/facts.ts'

/** Points that come later than this have missed their day, ms: what was made of it must be made again. */
const late = 24 * 3_600_000

/** Has no point missed its day at an instant (ms)? */
export const areRecent = (points: readonly MetricPoint[], now: number): boolean =>
  points.every(({ at }) => at >= now - late)

/** Points kept in memory while the store takes none; of more, the oldest go. */
const most = 20_000

/** Writes points as they come, many in one transaction where they come faster than it is done. */
export type MetricWriter = {
  take(point: MetricPoint): void
  /** Resolves when all that was taken is durable. Rejects with the store's error, and keeps what is not. */
  flush(): Promise<void>
}

/** A writer of points. When the store refuses them they are kept, and tried again with the next. */
export function createMetricWriter(
  store: FactWriter,
  deps: {
    readonly clock: Pick<Clock, 'now'>
    readonly onWritten: (points: readonly MetricPoint[]) => void
    /** The store refuses; null: it takes them again. */
    readonly onTrouble: (error: Error | null) => void
  },
): MetricWriter {
  let waiting: MetricPoint[] = []
  let writing: Promise<void> | null = null
  let trouble: Error | null = null

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        await store.commit({ metrics: batch, metricsAreRecent: areRecent(batch, deps.clock.now()) })
      } catch (error) {
        waiting = [...batch, ...waiting].slice(-most)
        if (!trouble) deps.onTrouble(error as Error)
        trouble = error as Error
        return
      }
      if (trouble) deps.onTrouble(null)
      trouble = null
      deps.onWritten(batch)
    }
  }
  const write = (): Promise<void> => (writing ??= drain().finally(() => (writing = null)))

  return {
    take(point) {
      waiting.push(point)
      void write()
    },
    async flush() {
      await writing
      await write()
      if (waiting.length > 0 && trouble) throw trouble
    },
  }
}
