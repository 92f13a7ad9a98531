import type { Config } from '../core/config/config.ts'
import type { SendResult } from '../core/delivery/message.ts'
import type { News } from '../core/delivery/news.ts'
import type { ReaderNews } from '../core/delivery/subscriber-mails/compose.ts'
import { subscriberMail } from '../core/delivery/subscriber-mails/subscriber-mail.ts'
import type { Mailer } from '../core/delivery/mailer.ts'
import type { SubscriberLinks } from '../core/subscription/subscriber-links.ts'
import type { Subscriber } from '../core/subscription/subscriber.ts'
import type { Delivery, DeliveryReader } from '../store/delivery-store.ts'
import type { SubscriberStore } from '../store/subscriber-store.ts'
import { type NewsStore, loadNews } from './load-news.ts'
import { type MailEdition, incidentsEdition, mailEdition } from './mail-edition.ts'
import type { PlannedMessage, SendOutcome, Sender } from './sender.ts'
import { subscriberChannel } from './subscriber-audience.ts'
import { hideAddress } from './hide-address.ts'

/** What the collector finds out by itself is told to one reader at most this often, by topic, ms. */
const flappingInterval = 10 * 60_000

/**
 * What falls after a reader was notified of other services waits until this long after that, ms, with all that falls meanwhile:
 * what one cause brings down is found out over the interval of the checks.
 */
const burstInterval = 30_000

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
  const { store, config, now } = deps
  const channel = subscriberChannel('email')
  const bursts = new Map<string, number>()

  /** Until when a reader is not to be told again of what comes and goes, ms; null where they may be told now. */
  async function heldUntil(news: News, { topic, recipient }: Delivery): Promise<number | null> {
    if (news.kind !== 'incident' || !news.automatic) return null
    const toldAt = bursts.get(recipient)
    if (toldAt !== undefined && now() >= toldAt && now() < toldAt + burstInterval)
      return toldAt + burstInterval
    if (news.relapses === 0) return null
    const last = (await store.lastSent(channel, [topic], recipient)).get(topic)
    return last === undefined || last + flappingInterval <= now() ? null : last + flappingInterval
  }

  /** What the deliveries tell, and what becomes of those that have nothing to tell, or not now. */
  const read =
    (remembered: Memory) =>
    async (delivery: Delivery): Promise<PlannedMessage | ReadyMail> => {
      const key = delivery.notifications.join('\n')
      const subscriber = await store.subscriber(delivery.recipient)
      if (subscriber?.state !== 'active') return settled([delivery], left)
      const news = await remembered(`news/${key}`, () => loadNews(store, delivery))
      if (!news || news.kind === 'deployment' || news.kind === 'alert')
        return settled([delivery], { outcome: 'dropped', reason: 'there is nothing left to tell' })
      const dueAt = await heldUntil(news, delivery)
      if (dueAt !== null) return settled([delivery], { outcome: 'released', dueAt })
      return { delivery, subscriber, news, key }
    }

  return {
    channel,
    concurrency,
    perSecond: config.subscriptions.emailsPerSecond,
    ahead: 0,
    wholeRecipients: true,
    async plan(deliveries) {
      const remembered = createMemory()
      const all = await Promise.all(deliveries.map(read(remembered)))
      const messages = groupForReaders(all.filter((one) => 'news' in one)).map(
        async (group): Promise<PlannedMessage> => {
          const [{ subscriber, news }] = group
          const own = group.map(({ delivery }) => delivery) as [Delivery, ...Delivery[]]
          const { locale } = subscriber
          const key = group.map((one) => one.key).join('\n\n')
          const edition = await remembered(`edition/${locale}/${key}`, () =>
            group.length === 1
              ? mailEdition(store, config, news, locale, now())
              : Promise.resolve(incidentsEdition(config, group.map(incidentOf), locale, now())),
          )
          return {
            deliveries: own,
            async attempt(signal) {
              const outcome = await sendMail(deps, own, subscriber, edition, signal)
              if (outcome.outcome === 'sent' && isAutomatic(news)) noteBurst(bursts, subscriber.id, now())
              return outcome
            },
          }
        },
      )
      return [...all.filter((one) => 'attempt' in one), ...(await Promise.all(messages))]
    },
  }
}

async function sendMail(
  deps: EmailSenderDeps,
  deliveries: readonly [Delivery, ...Delivery[]],
  subscriber: Subscriber,
  edition: MailEdition,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const { store, links, mailer } = deps
  const { id, address } = subscriber
  // Again, for they may have left while their mail waited for its turn.
  if ((await store.subscriber(id))?.state !== 'active') return left
  const recipient = {
    address,
    manage: (await links?.manage(id)) ?? null,
    leave: (await links?.leave(id)) ?? null,
  }
  const [first, ...others] = deliveries
  const thread = {
    topics: [first.topic, ...others.map(({ topic }) => topic)] as const,
    id: [id, ...deliveries.flatMap(({ notifications }) => notifications)],
  }
  const mail = subscriberMail(edition, recipient, thread, edition.attachments)
  const result = hideAddress(await mailer.send(mail, signal), address)
  await countBounce(deps, subscriber, result)
  return result
}

/** A mailbox that refuses for good counts against it; one that takes a mail is well again. */
async function countBounce(
  { store, onPaused }: EmailSenderDeps,
  { id, bounces }: Subscriber,
  result: SendResult,
): Promise<void> {
  if (result.outcome === 'sent' && bounces > 0) await store.recordBounce(id, false)
  if (result.outcome === 'refused' && result.recipientRefused)
    if ((await store.recordBounce(id, true)) === 'paused') onPaused(id)
}

/** A delivery with whom it is for and what it tells. */
type ReadyMail = {
  readonly delivery: Delivery
  readonly subscriber: Subscriber
  readonly news: ReaderNews
  /** The same for all that tell the same. */
  readonly key: string
}

/** When readers were notified of what the collector saw, ms, the earliest first. */
function noteBurst(bursts: Map<string, number>, reader: string, at: number): void {
  bursts.delete(reader)
  bursts.set(reader, at)
  for (const [one, toldAt] of bursts) {
    if (at - toldAt < burstInterval) break
    bursts.delete(one)
  }
}

const isAutomatic = (news: News): boolean => news.kind === 'incident' && news.automatic

/** What is told in one mail each: incidents that the collector saw together are one, everything else stands alone. */
function groupForReaders(all: readonly ReadyMail[]): readonly (readonly [ReadyMail, ...ReadyMail[]])[] {
  const groups = Map.groupBy(all, ({ delivery, news }) => (isAutomatic(news) ? delivery.recipient : delivery))
  return [...groups.values()] as [ReadyMail, ...ReadyMail[]][]
}

function incidentOf({ news }: ReadyMail): Extract<ReaderNews, { kind: 'incident' }> {
  if (news.kind !== 'incident') throw new TypeError('only incidents are told together')
  return news
}

type Memory = <T>(key: string, make: () => Promise<T>) => Promise<T>

/** Thousands are told the same: it is read and worded once for all that are planned together. */
function createMemory(): Memory {
  const made = new Map<string, Promise<unknown>>()
  return <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const found = (made.get(key) as Promise<T> | undefined) ?? make()
    made.set(key, found)
    return found
  }
}

const left: SendOutcome = { outcome: 'dropped', reason: 'the subscription has ended or is paused' }

const settled = (deliveries: readonly Delivery[], outcome: SendOutcome): PlannedMessage => ({
  deliveries,
  attempt: () => Promise.resolve(outcome),
})
