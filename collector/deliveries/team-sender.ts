import type { Config } from '../core/config/config.ts'
import type { Notifier, TeamMessage } from '../core/delivery/message.ts'
import type { News } from '../core/delivery/news.ts'
import { composeTogether, groupNews } from '../core/delivery/team-messages/compose.ts'
import type { MessageContext } from '../core/delivery/team-messages/context.ts'
import { wordsOf } from '../core/i18n/dictionaries.ts'
import { formats } from '../core/i18n/format.ts'
import { isOpen } from '../core/incident/incident.ts'
import { derivedId } from '../core/text/id.ts'
import { incidentView, maintenanceView } from '../notices/api/notice-view.ts'
import type { Delivery, DeliveryReader } from '../store/delivery-store.ts'
import { type NewsStore, loadNews } from './load-news.ts'
import type { Sender, SendOutcome } from './sender.ts'

/** The collector tells of what comes and goes at most this often, by topic and channel, ms. */
const flappingInterval = 10 * 60_000

/** What team messages are made with. */
export type TeamSenderDeps = {
  readonly store: NewsStore & Pick<DeliveryReader, 'lastSent'>
  readonly config: Config
  readonly now: () => number
}

/** Sends the team what it is owed by one channel, in the page's first locale. */
export function createTeamSender(channel: string, notifier: Notifier, deps: TeamSenderDeps): Sender {
  const { store, config, now } = deps

  /** Until when a topic has to wait, ms; null where it may be told now. */
  async function heldUntil(news: News, { topic }: Delivery): Promise<number | null> {
    if (news.kind !== 'incident' || !news.automatic || news.relapses === 0) return null
    const last = (await store.lastSent(channel, [topic])).get(topic)
    return last === undefined || last + flappingInterval <= now() ? null : last + flappingInterval
  }

  return {
    channel,
    concurrency: 1,
    perSecond: null,
    async group(deliveries) {
      const ready: { readonly delivery: Delivery; readonly news: News }[] = []
      const alone: (readonly Delivery[])[] = []
      for (const delivery of deliveries) {
        const news = await loadNews(store, delivery)
        if (news && (await heldUntil(news, delivery)) === null) ready.push({ delivery, news })
        else alone.push([delivery])
      }
      const deliveryOf = new Map(ready.map(({ delivery, news }) => [news, delivery]))
      const groups = groupNews(ready.map(({ news }) => news))
      return [...groups.map((group) => group.map((news) => deliveryOf.get(news)!)), ...alone]
    },
    async send(deliveries, signal): Promise<SendOutcome> {
      const all: News[] = []
      for (const delivery of deliveries) {
        const news = await loadNews(store, delivery)
        if (!news) continue
        const dueAt = await heldUntil(news, delivery)
        if (dueAt !== null) return { outcome: 'released', dueAt }
        all.push(news)
      }
      if (all.length === 0) return { outcome: 'dropped', reason: 'there is nothing left to tell' }
      return notifier.send(teamMessage(deliveries, all, config, now()), signal)
    },
  }
}

function teamMessage(
  deliveries: readonly Delivery[],
  all: readonly News[],
  config: Config,
  now: number,
): TeamMessage {
  const { locale, timezone, words: operatorWords } = config.page
  const words = wordsOf(locale, operatorWords)
  const context: MessageContext = { locale, words, formats: formats(locale, timezone, words), config, now }
  return {
    ...composeTogether(all, context),
    // The same deliveries make the same id, at every attempt.
    id: `msg_${derivedId('message', ...deliveries.flatMap(({ id, notifications }) => [id, ...notifications]))}`,
    topic: deliveries[0]!.topic,
    locale,
    acknowledgeLink: null,
    isTest: false,
    data: dataOf(all, config, now),
  }
}

/** The facts for programs: the type of the event, and the notices as the API has them. */
function dataOf(all: readonly News[], config: Config, now: number): TeamMessage['data'] {
  const [first] = all
  const type =
    first?.kind === 'maintenance'
      ? `maintenance.${first.moment}`
      : all.every((news) => news.kind === 'incident' && !isOpen(news.incident))
        ? 'incident.resolved'
        : 'incident.updated'
  return {
    type,
    timestamp: new Date(now).toISOString(),
    data: {
      page: { name: config.page.name, url: config.page.url },
      incidents: all.flatMap((news) => (news.kind === 'incident' ? [incidentView(news.incident, config)] : [])),
      maintenances: all.flatMap((news) =>
        news.kind === 'maintenance' ? [maintenanceView(news.maintenance, now, config)] : [],
      ),
    },
  }
}
