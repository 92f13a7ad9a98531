import type { Config } from '../core/config/config.ts'
import type { Clock } from '../core/time/clock.ts'
import type { DeliveryMetrics } from '../server/delivery-metrics.ts'
import type { AppContext } from './context.ts'
import { type Deliveries, createDeliveries } from './deliveries.ts'
import type { ProblemLog } from './problem-log.ts'

/** Deliveries that go on by another configuration when there is one. */
export type ReconfigurableDeliveries = Deliveries & {
  /** Send by another configuration from now on; what is under way ends by the former one, and is waited for. */
  reconfigure(config: Config): Promise<void>
}

/** @returns deliveries by the configuration of the context, and by a later one from then on */
export function createReconfigurableDeliveries(
  context: AppContext,
  clock: Clock,
  problems: ProblemLog,
  metrics: DeliveryMetrics,
): ReconfigurableDeliveries {
  let current = createDeliveries(context, clock, problems, metrics)
  return {
    tick: () => current.tick(),
    deliverDue: () => current.deliverDue(),
    async reconfigure(config) {
      const former = current
      current = createDeliveries({ ...context, config }, clock, problems, metrics)
      await former.stop()
    },
    stop: () => current.stop(),
  }
}
