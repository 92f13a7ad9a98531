import type { Clock } from '../../core/time/clock.ts'
import type { Recorder } from '../../monitoring/recorder.ts'
import type { CollectorMetrics } from '../../server/collector-metrics.ts'
import type { AppContext } from '../context.ts'

/** Whatever happened while no collector ran is unknown from the first publication on. */
export async function recordAbsence(recorder: Recorder, clock: Clock): Promise<void> {
  recorder.advance(clock.now())
  await recorder.flush()
}

/** What is told of a store that refuses, and of one that takes facts again. */
export const logStoreTrouble =
  (metrics: CollectorMetrics, log: AppContext['log']) =>
  (error: Error | null): void => {
    metrics.recordStoreError()
    if (error) log.error(`the database cannot be written, checks are kept in memory: ${error.message}`)
    else log.info('the database can be written again, nothing was lost')
  }
