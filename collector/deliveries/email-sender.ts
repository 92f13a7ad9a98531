import type { Config } from '../core/config/config.ts'
import type { SendResult } from '../core/delivery/message.ts'
import type { News } from '../core/delivery/news.ts'
import { subscriberMail } from '../core/delivery/subscriber-mails/subscriber-mail.ts'
import type { Mailer } from '../core/delivery/mailer.ts'
import type { SubscriberLinks } from '../core/subscription/subscriber-links.ts'
import type { Subscriber } from '../core/subscription/subscriber.ts'
import type { Delivery, DeliveryReader } from '../store/delivery-store.ts'
import type { SubscriberStore } from '../store/subscriber-store.ts'
import { type NewsStore, loadNews } from './load-news.ts'
import { type MailEdition, mailEdition } from './mail-edition.ts'
import type { PlannedMessage, SendOutcome, Sender } from './sender.ts'
import { subscriberChannel } from './subscriber-audience.ts'
import { hideAddress } from './hide-address.ts'

/** What the collector finds out by itself is told to one reader at most this often, by topic, ms. */
const flappingInterval = 10 * 60_000

/** Mails under way at once: as many as there are connections. */
const concurrency = 5

/** What mails to subscribers are made with. */
export type EmailSenderDeps = {
  readonly store: NewsStore &
    Pick<DeliveryReader, 'lastSent'> &
    Pick<SubscriberStore, 'subscriber' | 'recordBounce'>
  readonly config: Config
  readonly now: () => number
  readonly mailer: Mailer
  /** Null where readers cannot change or end their subscription by themselves. */
  readonly links: Pick<SubscriberLinks, 'manage' | 'leave'> | null
  /** A subscriber was paused: the address refused for good, again and again. */
  readonly onPaused: (subscriber: string) => void
}

/** Sends subscribers by e-mail what they are owed, each in their language. */
export function createEmailSender(deps: EmailSenderDeps): Sender {
  const { store, config, now, mailer, links, onPaused } = deps
  const channel = subscriberChannel('email')

  /** Until when a reader is not to be told again of what comes and goes, ms; null where they may be told now. */
  async function heldUntil(news: News, { topic, recipient }: Delivery): Promise<number | null> {
    if (news.kind !== 'incident' || !news.automatic || news.relapses === 0) return null
    const last = (await store.lastSent(channel, [topic], recipient)).get(topic)
    return last === undefined || last + flappingInterval <= now() ? null : last + flappingInterval
  }

  async function send(
    delivery: Delivery,
    subscriber: Subscriber,
    edition: MailEdition,
    signal: AbortSignal,
  ): Promise<SendOutcome> {
    const { id, address } = subscriber
    // Again, for they may have left while their mail waited for its turn.
    if ((await store.subscriber(id))?.state !== 'active') return left
    const recipient = {
      address,
      manage: (await links?.manage(id)) ?? null,
      leave: (await links?.leave(id)) ?? null,
    }
    const thread = { topic: delivery.topic, id: [id, ...delivery.notifications] }
    const mail = subscriberMail(edition.content, recipient, thread, edition.attachments, edition.context)
    const result = hideAddress(await mailer.send(mail, signal), address)
    await countBounce(subscriber, result)
    return result
  }

  /** A mailbox that refuses for good counts against it; one that takes a mail is well again. */
  async function countBounce({ id, bounces }: Subscriber, result: SendResult): Promise<void> {
    if (result.outcome === 'sent' && bounces > 0) await store.recordBounce(id, false)
    if (result.outcome === 'refused' && result.recipientRefused)
      if ((await store.recordBounce(id, true)) === 'paused') onPaused(id)
  }

  return {
    channel,
    concurrency,
    perSecond: config.subscriptions.emailsPerSecond,
    ahead: 0,
    async plan(deliveries) {
      // Thousands are told the same: it is read and worded once for all that are planned together.
      const news = new Map<string, Promise<News | null>>()
      const editions = new Map<string, Promise<MailEdition>>()
      const remembered = <T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>) => {
        const value = map.get(key) ?? make()
        map.set(key, value)
        return value
      }
      return Promise.all(
        deliveries.map(async (delivery): Promise<PlannedMessage> => {
          const key = delivery.notifications.join('\n')
          const subscriber = await store.subscriber(delivery.recipient)
          if (subscriber?.state !== 'active') return settled(delivery, left)
          const own = await remembered(news, key, () => loadNews(store, delivery))
          if (!own || own.kind === 'deployment')
            return settled(delivery, { outcome: 'dropped', reason: 'there is nothing left to tell' })
          const dueAt = await heldUntil(own, delivery)
          if (dueAt !== null) return settled(delivery, { outcome: 'released', dueAt })
          const edition = await remembered(editions, `${subscriber.locale}\n${key}`, () =>
            mailEdition(store, config, own, subscriber.locale, now()),
          )
          return {
            deliveries: [delivery],
            attempt: (signal) => send(delivery, subscriber, edition, signal),
          }
        }),
      )
    },
  }
}

const left: SendOutcome = { outcome: 'dropped', reason: 'the subscription has ended or is paused' }

const settled = (delivery: Delivery, outcome: SendOutcome): PlannedMessage => ({
  deliveries: [delivery],
  attempt: () => Promise.resolve(outcome),
})
