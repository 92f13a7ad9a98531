import { isPublicKind } from '../core/config/channel.ts'
import type { Config } from '../core/config/config.ts'
import type { MessageSeverity, Notifier, TeamMessage } from '../core/delivery/message.ts'
import type { News } from '../core/delivery/news.ts'
import { alertData } from '../core/delivery/team-messages/alert-message.ts'
import { teamRecipients } from '../core/delivery/team-recipients.ts'
import { composeTogether, groupNews } from '../core/delivery/team-messages/compose.ts'
import type { MessageContext } from '../core/delivery/team-messages/context.ts'
import { wordsOf } from '../core/i18n/dictionaries.ts'
import { formats } from '../core/i18n/format.ts'
import { isOpen } from '../core/incident/incident.ts'
import { derivedId } from '../core/text/id.ts'
import { verdictView } from '../deployments/deployment-schema.ts'
import { announcementView } from '../notices/api/announcement-view.ts'
import { incidentView, maintenanceView } from '../notices/api/notice-view.ts'
import type { Delivery, DeliveryReader } from '../store/delivery-store.ts'
import type { AcknowledgeLinks } from './acknowledge-links.ts'
import { unansweredIn } from './acknowledgements.ts'
import { type NewsStore, loadNews } from './load-news.ts'
import type { PlannedMessage, Sender, SendOutcome } from './sender.ts'

/** The collector tells of what comes and goes at most this often, by topic and channel, ms. */
const flappingInterval = 10 * 60_000

/** What the collector sees within this time of the last it saw is told together, ms … */
const quietTime = 2_000
/** … but nothing waits longer than this for what else may fall. */
const longestWait = 10_000
/**
 * What falls after a channel was told of others waits until this long after that, ms, with all that falls meanwhile: what one
 * cause brings down is found out over the interval of the checks. What is graver than what was told does not wait.
 */
const burstInterval = 30_000

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

const gravity: Record<MessageSeverity, number> = { critical: 3, warning: 2, info: 1, good: 0 }

/** Remembers when each address was told of what the collector saw, and how grave that was. Instants in ms. */
function createBursts() {
  const last = new Map<string, { readonly at: number; readonly severity: MessageSeverity }>()
  return {
    /** Until when the next of this gravity waits for what else may fall. */
    heldUntil(recipient: string, severity: MessageSeverity): number {
      const before = last.get(recipient)
      return !before || gravity[severity] > gravity[before.severity] ? 0 : before.at + burstInterval
    },
    note: (recipient: string, severity: MessageSeverity, at: number) =>
      void last.set(recipient, { at, severity }),
  }
}

/** News with the delivery that owes it. */
type ReadyNews = { readonly delivery: Delivery; readonly news: News }

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

/** When nothing more is expected to fall with what has, ms. */
function quietAt(deliveries: readonly Delivery[]): number {
  const times = deliveries.map(({ createdAt }) => createdAt)
  return Math.min(Math.max(...times) + quietTime, Math.min(...times) + longestWait)
}

function teamMessage(
  group: readonly ReadyNews[],
  config: Config,
  now: number,
  isPublic: boolean,
): TeamMessage {
  const deliveries = group.map(({ delivery }) => delivery)
  const all = group.map(({ news }) => news)
  const { locale, timezone, words: operatorWords } = config.page
  const words = wordsOf(locale, operatorWords)
  const context: MessageContext = {
    locale,
    words,
    formats: formats(locale, timezone, words),
    config,
    now,
    isPublic,
  }
  return {
    ...composeTogether(all, context),
    // The same news makes the same id, at every attempt and for everybody the channel tells.
    id: `msg_${derivedId('message', deliveries[0]!.channel, ...deliveries.flatMap(({ notifications }) => notifications))}`,
    topic: deliveries[0]!.topic,
    locale,
    acknowledgeLink: null,
    isTest: false,
    data: dataOf(all, config, now),
  }
}

/** What programs read where somebody is asked to act. */
const escalationTypes = {
  unacknowledged: 'incident.escalated',
  prioritized: 'incident.escalated',
  acknowledged: 'incident.acknowledged',
  update_due: 'incident.reminder',
  resolution_due: 'incident.reminder',
} as const

/** The facts for programs: the type of the event, and the notices and verdicts as the API has them. */
function dataOf(all: readonly News[], config: Config, now: number): TeamMessage['data'] {
  const type = typeOf(all)
  return {
    type,
    timestamp: new Date(now).toISOString(),
    data: {
      page: { name: config.page.name, url: config.page.url },
      incidents: all.flatMap((news) =>
        news.kind === 'incident' ? [incidentView(news.incident, config)] : [],
      ),
      maintenances: all.flatMap((news) =>
        news.kind === 'maintenance' ? [maintenanceView(news.maintenance, now, config)] : [],
      ),
      announcements: all.flatMap((news) =>
        news.kind === 'announcement' ? [announcementView(news.announcement, now, config)] : [],
      ),
      alerts: alertData(all),
      reports: all.flatMap((news) =>
        news.kind === 'report' ? [{ kind: news.report.kind, period: news.report.period }] : [],
      ),
      deployments: all.flatMap((news) =>
        news.kind === 'deployment'
          ? [
              verdictView({
                ...news,
                ...news.watch,
                deployment: news.deployment,
                at: news.watch.decidedAt ?? now,
              }),
            ]
          : [],
      ),
    },
  }
}

/** The type of the event, for programs. */
function typeOf(all: readonly News[]): string {
  const [first] = all
  switch (first?.kind) {
    case 'maintenance':
      return `maintenance.${first.moment}`
    case 'alert':
      return `alert.${first.moment}`
    case 'announcement':
      return 'announcement.published'
    case 'report':
      return 'report.published'
    case 'deployment':
      return `deployment.${first.verdict}`
    default:
      if (all.every((news) => news.kind === 'incident' && !isOpen(news.incident))) return 'incident.resolved'
      return first?.escalation ? escalationTypes[first.escalation] : 'incident.updated'
  }
}
