import type { Config } from '../core/config/config.ts'
import type { News } from '../core/delivery/news.ts'
import { composeTogether } from '../core/delivery/team-messages/compose.ts'
import { wordsOf } from '../core/i18n/dictionaries.ts'
import { formats } from '../core/i18n/format.ts'
import { incidentPlace, maintenancePlace } from '../core/snapshot/places.ts'
import type { Locale } from '../core/text/localized-text.ts'
import type { Delivery } from '../store/delivery-store.ts'
import type { SubscriberStore } from '../store/subscriber-store.ts'
import { type NewsStore, loadNews } from './load-news.ts'
import {
  type PushDelivery,
  type VapidKeys,
  contactOf,
  isUnsubscribed,
  pushRequest,
  pushResultOf,
} from './push-request.ts'
import type { SendOutcome, Sender } from './sender.ts'
import { subscriberChannel } from './subscriber-audience.ts'
import { type VisitorRequestDeps, sendToVisitor } from './visitor-request.ts'

/** What browsers are sent their messages with. */
export type PushSenderDeps = VisitorRequestDeps & {
  readonly store: NewsStore & Pick<SubscriberStore, 'subscriber' | 'eraseSubscribers' | 'recordBounce'>
  readonly config: Config
  /** Absolute address of the page, without a slash at its end. */
  readonly pageUrl: string
  readonly vapid: () => Promise<VapidKeys>
}

/** Sends Web Push to the browsers of visitors, in the language each chose. */
export const createPushSender = (deps: PushSenderDeps): Sender => ({
  channel: subscriberChannel('push'),
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
})

async function attempt(delivery: Delivery, deps: PushSenderDeps, signal: AbortSignal): Promise<SendOutcome> {
  const { store, vapid, pageUrl } = deps
  const subscriber = await store.subscriber(delivery.recipient)
  if (subscriber?.state !== 'active' || subscriber.keys === null)
    return { outcome: 'dropped', reason: 'the subscriber has left or is paused' }
  const news = await loadNews(store, delivery)
  if (!news) return { outcome: 'dropped', reason: 'there is nothing left to tell' }
  const pushed = pushOf(news, delivery.topic, subscriber.locale, deps)
  const request = pushRequest(subscriber, pushed, await vapid(), contactOf(pageUrl))
  let hasLeft = false
  const outcome = await sendToVisitor(request, signal, deps, (answer) => {
    hasLeft = isUnsubscribed(answer)
    return pushResultOf(answer)
  })
  if (hasLeft) {
    await store.eraseSubscribers([subscriber.id])
    return { outcome: 'dropped', reason: 'the browser no longer wants anything' }
  }
  if (outcome.outcome === 'refused' && outcome.permanent) await store.recordBounce(subscriber.id, true)
  else if (outcome.outcome === 'sent' && subscriber.bounces > 0)
    await store.recordBounce(subscriber.id, false)
  return outcome
}

/** News as a browser shows it. */
function pushOf(
  news: News,
  topic: string,
  locale: Locale,
  { config, pageUrl, clock }: Pick<PushSenderDeps, 'config' | 'pageUrl' | 'clock'>,
): PushDelivery {
  const { page } = config
  const words = wordsOf(locale, page.words)
  const context = { locale, words, formats: formats(locale, page.timezone, words), config, now: clock.now() }
  // A priority is the team's word: readers are notified of the impact.
  const forReaders: News =
    news.kind === 'incident' ? { ...news, incident: { ...news.incident, priority: null } } : news
  const { title, paragraphs, severity } = composeTogether([forReaders], context)
  const prefix = locale === page.locale ? '' : `/${locale}`
  return {
    message: {
      title,
      body: paragraphs.at(-1) ?? '',
      url: `${pageUrl}${prefix}${placeOf(news)}`,
      tag: topic,
      lang: locale,
    },
    topic,
    urgency: severity === 'critical' ? 'high' : 'normal',
  }
}

function placeOf(news: News): string {
  switch (news.kind) {
    case 'incident':
      return incidentPlace(news.incident.id)
    case 'maintenance':
      return maintenancePlace(news.maintenance.id)
    case 'report':
      return `/reports/${news.report.period}/`
    default:
      return '/'
  }
}
