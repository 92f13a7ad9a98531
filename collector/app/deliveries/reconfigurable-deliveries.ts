import { createDailyReports } from '../../reports/daily-report.ts'
import type { Config } from '../../core/config/config.ts'
import type { Clock } from '../../core/time/clock.ts'
import { type AcknowledgeLinks, createAcknowledgeLinks } from '../../deliveries/acknowledge-links.ts'
import type { DeliveryMetrics } from '../../server/delivery-metrics.ts'
import type { AppContext } from '../context.ts'
import { type Deliveries, createDeliveries } from './deliveries.ts'
import type { ProblemLog } from '../problem-log.ts'
import { type SubscriptionParts, createSubscriptions } from '../subscriptions/subscriptions.ts'
import type { Snapshot } from '../../core/snapshot/snapshot.ts'
import { type VisitorParts, createVisitors } from '../subscriptions/visitors.ts'

/** Deliveries, and the subscriptions that some of them are owed by, which go on by another configuration when there is one. */
export type ReconfigurableDeliveries = Deliveries & {
  /** What visitors subscribe by now; null where nothing is offered. */
  subscriptions(): SubscriptionParts | null
  /** What is sent to addresses that visitors name, besides mail. */
  visitors(): VisitorParts
  /** The links by which the team answers messages; null where the collector has no address. */
  acknowledgeLinks(): AcknowledgeLinks | null
  /** Send by another configuration from now on; what is under way ends by the former one, and is waited for. */
  reconfigure(config: Config): Promise<void>
}

/** What they are made with besides the collector's own. */
type ReconfigurableDeps = {
  readonly clock: Clock
  readonly problems: ProblemLog
  readonly metrics: DeliveryMetrics
  /** A snapshot that shows all that was stored by an instant, ms. */
  readonly snapshot: (since: number) => Promise<Snapshot>
}

/** @returns deliveries by the configuration of the context, and by a later one from then on */
export function createReconfigurableDeliveries(
  context: AppContext,
  { clock, problems, metrics, snapshot }: ReconfigurableDeps,
): ReconfigurableDeliveries {
  const createFor = (config: Config) => {
    const subscriptions = createSubscriptions({ ...context, config }, clock)
    const dailyReport = createDailyReports(context.store, config, clock.now)
    const own = { ...context, config, store: { ...context.store, dailyReport } }
    const visitors = createVisitors(own, { clock, subscriptions, snapshot })
    const base = config.subscriptions.url ?? config.page.url
    const acknowledgeLinks = base === null || own.demo ? null : createAcknowledgeLinks(base, own.store)
    const deliveries = createDeliveries(own, clock, problems, metrics, {
      subscriptions,
      visitors,
      acknowledgeLinks,
    })
    return { subscriptions, visitors, acknowledgeLinks, deliveries }
  }
  let current = createFor(context.config)
  return {
    subscriptions: () => current.subscriptions,
    visitors: () => current.visitors,
    acknowledgeLinks: () => current.acknowledgeLinks,
    tick: () => current.deliveries.tick(),
    deliverDue: () => current.deliveries.deliverDue(),
    async reconfigure(config) {
      const former = current
      current = createFor(config)
      await former.deliveries.stop()
    },
    warnings: () => current.deliveries.warnings(),
    audienceOf: (facts) => current.deliveries.audienceOf(facts),
    stop: () => current.deliveries.stop(),
  }
}
