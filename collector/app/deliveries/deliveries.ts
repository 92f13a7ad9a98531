import { randomUUID } from 'node:crypto'
import { type Clock, sleep } from '../../core/time/clock.ts'
import type { AcknowledgeLinks } from '../../deliveries/acknowledge-links.ts'
import { createDeliveryProgress } from '../../deliveries/delivery-progress.ts'
import { createDeliveryWorker } from '../../deliveries/delivery-worker.ts'
import { oweDueNotifications } from '../../deliveries/due-notifications.ts'
import { type Audience, joinAudiences } from '../../deliveries/expand-notifications.ts'
import type { AudienceFacts } from '../../deliveries/count-audience.ts'
import { subscriberAudience } from '../../deliveries/subscriber-audience.ts'
import { teamChannels, teamDeliveries } from '../../deliveries/team-audience.ts'
import type { DeliveryMetrics } from '../../server/delivery-metrics.ts'
import { confirmationAudience } from '../../subscriptions/confirmation-sender.ts'
import type { SubscriberKind } from '../../core/subscription/subscriber.ts'
import type { AppContext } from '../context.ts'
import type { ProblemLog } from '../problem-log.ts'
import type { SubscriptionParts } from '../subscriptions/subscriptions.ts'
import type { VisitorParts } from '../subscriptions/visitors.ts'
import { createSenders } from './senders.ts'

/** Owes what comes due, and sends what is owed. */
export type Deliveries = {
  /** Begin what is due; returns at once. */
  tick(): void
  /** Owe and send all that is due now, and wait for it. Rejects with StoreError. */
  deliverDue(): Promise<void>
  /** What somebody should look at: messages that were given up, in words. */
  warnings(): readonly string[]
  /** Who is owed news of these facts. */
  audienceOf(facts: AudienceFacts): Audience
  stop(): Promise<void>
}

/** How often what comes due by the clock is looked for, ms. */
const dueInterval = 2_000

/** A process that ends afterwards waits for what comes due within this time, ms, but not for ever. */
const roundInterval = 2_000
const maxRounds = 5

/** Connect what is owed with the configured channels. A demonstration sends nothing. */
export function createDeliveries(
  { config, store, log, demo }: Pick<AppContext, 'config' | 'store' | 'log' | 'demo'>,
  clock: Clock,
  problems: ProblemLog,
  metrics: DeliveryMetrics,
  parts: {
    readonly subscriptions: SubscriptionParts | null
    readonly visitors: Pick<VisitorParts, 'senders' | 'kinds' | 'stop'>
    readonly acknowledgeLinks: AcknowledgeLinks | null
  },
): Deliveries {
  const { subscriptions, visitors } = parts
  const { teamSenders, emailSenders, close } = createSenders({ config, store, log, demo }, clock, parts)
  const names = new Set(teamSenders.map(({ channel }) => channel))
  const senders = [...teamSenders, ...emailSenders, ...visitors.senders]
  const progress = createDeliveryProgress({ store, clock, log, metrics })
  const onTrouble = problems.report('what people are owed could not be read or written')
  const mailKinds: readonly SubscriberKind[] = emailSenders.length > 0 ? ['email'] : []
  const audienceOf = (facts: AudienceFacts): Audience =>
    joinAudiences([
      async (notification) => {
        const channels = await teamChannels(notification.subject, config, facts)
        const sending = channels.filter((name) => names.has(name))
        return { cursor: null, deliveries: teamDeliveries(sending, config, notification) }
      },
      ...(subscriptions ? [confirmationAudience] : []),
      subscriberAudience(facts, new Set([...mailKinds, ...visitors.kinds])),
    ])
  const worker = createDeliveryWorker({
    store,
    clock,
    holder: randomUUID(),
    random: Math.random,
    senders,
    audience: audienceOf(store),
    onFailure(channel, error, isFinal) {
      metrics.recordMessage(channel, isFinal ? 'given_up' : 'failed')
      if (isFinal) log.error(`channel ${channel}: gave up on a message: ${error}; see vigie deliveries list`)
      else log.warn(`channel ${channel}: a message was not sent and is tried again: ${error}`)
    },
    onSent: (channel) => metrics.recordMessage(channel, 'sent'),
    onTrouble,
  })
  let lookedAt = -Infinity

  return {
    tick() {
      if (clock.monotonic() >= lookedAt + dueInterval) {
        lookedAt = clock.monotonic()
        oweDueNotifications(store, config, clock.now()).catch(onTrouble)
      }
      worker.tick()
      progress.tick(onTrouble)
    },
    async deliverDue() {
      await oweDueNotifications(store, config, clock.now())
      for (let i = 0; i < maxRounds; i++) {
        await worker.deliverDue()
        if ((await store.dueChannels(clock.now() + roundInterval)).length === 0) return
        // What was seen a moment ago waits for what may fall with it.
        await sleep(clock, roundInterval)
      }
    },
    warnings: progress.warnings,
    audienceOf,
    async stop() {
      await worker.stop()
      await visitors.stop()
      close()
    },
  }
}
