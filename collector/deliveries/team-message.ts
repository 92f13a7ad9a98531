import type { Config } from '../core/config/config.ts'
import type { TeamMessage } from '../core/delivery/message.ts'
import type { News } from '../core/delivery/news.ts'
import { alertData } from '../core/delivery/team-messages/alert-message.ts'
import { composeTogether } from '../core/delivery/team-messages/compose.ts'
import type { MessageContext } from '../core/delivery/team-messages/context.ts'
import { wordsOf } from '../core/i18n/dictionaries.ts'
import { formats } from '../core/i18n/format.ts'
import { isOpen } from '../core/incident/incident.ts'
import { derivedId } from '../core/text/id.ts'
import { verdictView } from '../deployments/deployment-schema.ts'
import { announcementView } from '../notices/api/announcement-view.ts'
import { incidentView, maintenanceView } from '../notices/api/notice-view.ts'
import type { Delivery } from '../store/delivery-store.ts'

/** News with the delivery that owes it. */
export type ReadyNews = { readonly delivery: Delivery; readonly news: News }

/** One message about a group of news, for people and for programs. */
export function teamMessage(
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
    colon: words.colon,
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
