import { isPublicKind } from '../core/config/channel.ts'
import type { Config } from '../core/config/config.ts'
import type { Notifier } from '../core/delivery/message.ts'
import type { News } from '../core/delivery/news.ts'
import { teamRecipients } from '../core/delivery/team-recipients.ts'
import { groupNews } from '../core/delivery/team-messages/compose.ts'
import type { Delivery, DeliveryReader } from '../store/delivery-store.ts'
import type { AcknowledgeLinks } from './acknowledge-links.ts'
import { unansweredIn } from './acknowledgements.ts'
import { type NewsStore, loadNews } from './load-news.ts'
import type { PlannedMessage, Sender, SendOutcome } from './sender.ts'
import { quietTime, burstInterval, createBursts, quietAt } from './burst-wait.ts'
import { type ReadyNews, teamMessage } from './team-message.ts'

/** The collector tells of what comes and goes at most this often, by topic and channel, ms. */
const flappingInterval = 10 * 60_000

/** Addresses of one channel that are sent to at once. */
const maxUnderWay = 5

/** What team messages are made with. */
export type TeamSenderDeps = {
  readonly store: NewsStore & Pick<DeliveryReader, 'lastSent'>
  readonly config: Config
  readonly now: () => number
  /** Null where messages have no link to answer them by: the collector has no address. */
  readonly acknowledgeLinks: Pick<AcknowledgeLinks, 'create'> | null
}

/** Sends the team what it is owed by one channel, in the page's first locale. */
export function createTeamSender(channel: string, notifier: Notifier, deps: TeamSenderDeps): Sender {
  const { store, config, now, acknowledgeLinks } = deps
  const settings = config.channels.find(({ name }) => name === channel)
  const isPublic = settings !== undefined && isPublicKind(settings.kind)
  const addresses = settings ? teamRecipients(settings) : new Map<string, string>()
  const bursts = createBursts()

  /** Until when a topic has to wait, ms; null where it may be told now. */
  async function heldUntil(news: News, { topic, recipient }: Delivery): Promise<number | null> {
    if (news.kind !== 'incident' || !news.automatic || news.relapses === 0) return null
    const last = (await store.lastSent(channel, [topic], recipient)).get(topic)
    return last === undefined || last + flappingInterval <= now() ? null : last + flappingInterval
  }

  /** Where somebody can answer for what of a message nobody has answered for; null where that is nothing. */
  async function linkFor(message: string, group: readonly ReadyNews[]): Promise<string | null> {
    const unanswered = unansweredIn(group.map(({ news }) => news))
    if (unanswered.incidents.length + unanswered.alerts.length === 0) return null
    return (await acknowledgeLinks?.create(message, unanswered, channel, now())) ?? null
  }

  /** The news of each delivery by now, and what becomes of those that have none, or none for now. */
  async function readNews(deliveries: readonly Delivery[]) {
    const ready: ReadyNews[] = []
    const notNow: PlannedMessage[] = []
    for (const delivery of deliveries) {
      const { recipient } = delivery
      if (recipient !== '' && !addresses.has(recipient)) {
        notNow.push(settled([delivery], noLongerThere))
        continue
      }
      const news = await loadNews(store, delivery)
      const dueAt = news && (await heldUntil(news, delivery))
      if (!news)
        notNow.push(settled([delivery], { outcome: 'dropped', reason: 'there is nothing left to tell' }))
      else if (dueAt !== null) notNow.push(settled([delivery], { outcome: 'released', dueAt }))
      else ready.push({ delivery, news })
    }
    return { ready, notNow }
  }

  return {
    channel,
    concurrency: Math.max(1, Math.min(maxUnderWay, addresses.size)),
    perSecond: null,
    ahead: quietTime,
    async plan(deliveries) {
      const { ready, notNow } = await readNews(deliveries)
      const groups = notifier.oneTopicEach
        ? ready.map((one) => [one])
        : [...Map.groupBy(ready, ({ delivery }) => delivery.recipient).values()].flatMap(groupNews)
      const planned = groups.map((group): PlannedMessage => {
        const ownDeliveries = group.map(({ delivery }) => delivery)
        const { recipient } = ownDeliveries[0]!
        const isAutomatic = isSeenByCollector(group[0]!.news)
        const message = teamMessage(group, config, now(), isPublic)
        const canWait = isAutomatic && !notifier.oneTopicEach
        const dueAt = Math.max(
          isAutomatic ? quietAt(ownDeliveries) : 0,
          canWait ? bursts.heldUntil(recipient, message.severity) : 0,
        )
        // The clock may have been set back: nothing waits longer than for the end of a burst.
        if (dueAt > now() && dueAt <= now() + burstInterval)
          return settled(ownDeliveries, { outcome: 'released', dueAt })
        const to = addresses.get(recipient)
        if (canWait) bursts.note(recipient, message.severity, now())
        const link = isPublic ? () => Promise.resolve(null) : () => linkFor(message.id, group)
        return {
          deliveries: ownDeliveries,
          attempt: async (signal) => notifier.send({ ...message, acknowledgeLink: await link() }, signal, to),
        }
      })
      return [...planned, ...notNow]
    },
  }
}

/** Did the collector find it out, and may it find out more of the kind in a moment? */
const isSeenByCollector = (news: News): boolean =>
  (news.kind === 'incident' && news.automatic && news.escalation === null) ||
  (news.kind === 'alert' && (news.moment === 'fired' || news.moment === 'ended'))

const settled = (deliveries: readonly Delivery[], outcome: SendOutcome): PlannedMessage => ({
  deliveries,
  attempt: () => Promise.resolve(outcome),
})

const noLongerThere: SendOutcome = {
  outcome: 'dropped',
  reason: 'the configuration no longer names whom it was for',
}
