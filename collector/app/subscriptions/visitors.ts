import type { Dispatcher } from 'undici'
import { wordsOf } from '../../core/i18n/dictionaries.ts'
import { fillPlaceholders } from '../../core/i18n/sentences.ts'
import type { Snapshot } from '../../core/snapshot/snapshot.ts'
import type { SubscriberKind } from '../../core/subscription/subscriber.ts'
import type { Clock } from '../../core/time/clock.ts'
import { createHostGate } from '../../deliveries/host-gate.ts'
import { createVapidKeys } from '../../deliveries/push-request.ts'
import { createPushSender } from '../../deliveries/push-sender.ts'
import type { Sender } from '../../deliveries/sender.ts'
import {
  type WebhookSecrets,
  createWebhookSecrets,
  createWebhookSender,
} from '../../deliveries/webhook-sender.ts'
import { createPublicAgent } from '../../net/public-agent.ts'
import type { PushDeps } from '../../server/routes/push.ts'
import { createPushService } from '../../subscriptions/push-service.ts'
import type { AppContext } from '../context.ts'
import { newId } from '../new-id.ts'
import type { SubscriptionParts } from './subscriptions.ts'

/** Messages to one host under way at once: anybody may name a host, but all browsers of one make share a push service. */
const [maxPerHook, maxPerPushService] = [4, 20]

/** What is sent to addresses that visitors name, besides mail. */
export type VisitorParts = {
  readonly senders: readonly Sender[]
  readonly kinds: readonly SubscriberKind[]
  /** Null where webhooks are not offered. */
  readonly webhookSecrets: WebhookSecrets | null
  /** Null where Web Push is not offered. */
  readonly push: PushDeps | null
  stop(): Promise<void>
}

/** What it is made with besides the collector's own. */
type VisitorDeps = {
  readonly clock: Clock
  /** A snapshot that shows all that was stored by an instant, ms. */
  readonly snapshot: (since: number) => Promise<Snapshot>
  readonly subscriptions: SubscriptionParts | null
  /** Opens connections to what strangers named; tests bring one that reaches their own servers. */
  readonly dispatcher?: Dispatcher
}

/** Webhooks and Web Push as configured. A demonstration, and a page without an address, has neither. */
export function createVisitors(
  { config, store, demo }: Pick<AppContext, 'config' | 'store' | 'demo'>,
  { clock, snapshot, subscriptions, dispatcher = createPublicAgent() }: VisitorDeps,
): VisitorParts {
  const pageUrl = config.page.url?.replace(/\/+$/, '') ?? null
  const { webhook, push, url } = config.subscriptions
  const isOffered = pageUrl !== null && !demo
  const webhookSecrets = isOffered && webhook && subscriptions ? createWebhookSecrets(store) : null
  const vapid = isOffered && push ? createVapidKeys(store) : null
  const senders: Sender[] = []
  if (webhookSecrets)
    senders.push(
      createWebhookSender({
        store,
        snapshot,
        clock,
        dispatcher,
        links: subscriptions!.links,
        secrets: webhookSecrets,
        gate: createHostGate(maxPerHook),
        absolute: (path) => pageUrl + path,
      }),
    )
  const pushGate = createHostGate(maxPerPushService)
  if (vapid)
    senders.push(
      createPushSender({ store, config, clock, dispatcher, vapid, gate: pushGate, pageUrl: pageUrl! }),
    )
  return {
    senders,
    kinds: [...(webhookSecrets ? (['webhook'] as const) : []), ...(vapid ? (['push'] as const) : [])],
    webhookSecrets,
    push: vapid && {
      clock,
      pages: [pageUrl!, ...(url === null ? [] : [url])],
      service: createPushService({
        store,
        config,
        clock,
        dispatcher,
        vapid,
        gate: pushGate,
        pageUrl: pageUrl!,
        id: newId,
        welcome: (locale) => ({
          title: config.page.name,
          body: fillPlaceholders(wordsOf(locale, config.page.words).visitors.push.welcome, {
            name: config.page.name,
          }),
        }),
      }),
    },
    stop: () => dispatcher.destroy(),
  }
}
