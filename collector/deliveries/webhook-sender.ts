import { createHmac, randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import {
  type PayloadLinks,
  type WebhookPayload,
  componentPayload,
  incidentPayload,
  maintenancePayload,
} from '../core/statuspage/webhook-payload.ts'
import type { SendResult } from '../core/delivery/message.ts'
import type { Snapshot } from '../core/snapshot/snapshot.ts'
import type { Subscriber } from '../core/subscription/subscriber.ts'
import { derivedId } from '../core/text/id.ts'
import type { ServiceAnswer } from '../net/send-request.ts'
import type { Delivery } from '../store/delivery-store.ts'
import type { SubscriberStore } from '../store/subscriber-store.ts'
import { type NewsStore, loadNews } from './load-news.ts'
import type { SendOutcome, Sender } from './sender.ts'
import { subscriberChannel } from './subscriber-audience.ts'
import { type VisitorRequestDeps, isTransient, refused, sendToVisitor } from './visitor-request.ts'

/** What the webhooks of visitors are sent with. */
export type WebhookSenderDeps = VisitorRequestDeps & {
  readonly store: NewsStore & Pick<SubscriberStore, 'subscriber' | 'putSubscribers' | 'recordBounce'>
  /** A snapshot that shows all that was stored by an instant, ms. Rejects with StoreError. */
  readonly snapshot: (since: number) => Promise<Snapshot>
  /** The page that ends a subscription, by the subscriber's id; absolute. */
  readonly links: { readonly leave: (subscriber: string) => Promise<string> }
  readonly secrets: WebhookSecrets
  /** Absolute address of a path of the site. */
  readonly absolute: (path: string) => string
}

/** The secret that the messages of a subscriber are signed with, `whsec_…`: made of the installation's key, stored nowhere. */
export type WebhookSecrets = (subscriber: string) => Promise<string>

/** Reads the secrets of webhooks, for the person who confirms one and for the sender. */
export function createWebhookSecrets(store: Pick<SubscriberStore, 'installationKey'>): WebhookSecrets {
  let key: Promise<Buffer> | null = null
  return async (subscriber) => {
    key ??= store.installationKey('webhook-secrets', () => randomBytes(32))
    key.catch(() => (key = null))
    return `whsec_${createHmac('sha256', await key)
      .update(subscriber)
      .digest('base64')}`
  }
}

/** Sends the webhooks of visitors, each message in the form of Statuspage and signed as Standard Webhooks are. */
export function createWebhookSender(deps: WebhookSenderDeps): Sender {
  return {
    channel: subscriberChannel('webhook'),
    concurrency: 20,
    perSecond: 50,
    ahead: 0,
    plan: (deliveries) =>
      Promise.resolve(
        deliveries.map((delivery) => ({
          deliveries: [delivery],
          attempt: (signal) => attempt(delivery, deps, signal),
        })),
      ),
  }
}

const nothingToTell = { outcome: 'dropped', reason: 'there is nothing left to tell' } as const

async function attempt(
  delivery: Delivery,
  deps: WebhookSenderDeps,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const subscriber = await deps.store.subscriber(delivery.recipient)
  if (subscriber?.state !== 'active')
    return { outcome: 'dropped', reason: 'the subscriber has left or is paused' }
  const payload = await payloadOf(delivery, deps)
  if (!payload) return nothingToTell
  const body = JSON.stringify(payload)
  // The same delivery makes the same id, at every attempt.
  const id = `msg_${derivedId('message', delivery.id, ...delivery.notifications)}`
  const at = new Date(deps.clock.now())
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(await deps.secrets(subscriber.id)).sign(id, at, body),
  }
  const outcome = await sendToVisitor({ url: subscriber.address, headers, body }, signal, deps, (answer) =>
    resultOf(answer, subscriber, deps),
  )
  const isGone = outcome.outcome === 'refused' && outcome.permanent
  if (isGone) await deps.store.recordBounce(subscriber.id, true)
  else if (outcome.outcome === 'sent' && subscriber.bounces > 0)
    await deps.store.recordBounce(subscriber.id, false)
  return outcome
}

/** What an answer means. Its words are a stranger's: they are not repeated. */
async function resultOf(
  { status, retryAfter }: ServiceAnswer,
  subscriber: Subscriber,
  { store }: WebhookSenderDeps,
): Promise<SendResult> {
  if (status >= 200 && status < 300) return { outcome: 'sent' }
  // It says so itself: nothing is to be sent there any more.
  if (status === 410) await store.putSubscribers([{ ...subscriber, state: 'paused' }])
  const hint = status >= 300 && status < 400 ? ': redirections are not followed' : ''
  return refused(`answered ${status}${hint}`, !isTransient(status), retryAfter)
}

/** What a delivery has to tell by now; null where there is nothing left. */
async function payloadOf(
  delivery: Delivery,
  { store, snapshot: snapshotSince, links, absolute }: WebhookSenderDeps,
): Promise<WebhookPayload | null> {
  const notifications = await store.notifications(delivery.notifications)
  const snapshot = await snapshotSince(Math.max(...notifications.map(({ owedAt }) => owedAt)) + 1)
  const payloadLinks: PayloadLinks = {
    unsubscribe: await links.leave(delivery.recipient),
    documentation: absolute('/subscribe/'),
    absolute,
  }
  // Of several changes the message tells what they came to: from before the first.
  const [first] = notifications
  if (first?.subject.kind === 'component_status') {
    const times = notifications.flatMap(({ subject }) =>
      subject.kind === 'component_status' ? [subject.at] : [],
    )
    return componentPayload(snapshot, first.subject.component, Math.min(...times), payloadLinks)
  }
  const news = await loadNews(store, delivery)
  switch (news?.kind) {
    case 'incident':
      return incidentPayload(snapshot, news.incident, payloadLinks)
    case 'maintenance':
      return maintenancePayload(snapshot, news.maintenance, payloadLinks)
    default:
      // Statuspage has no message for anything else.
      return null
  }
}
