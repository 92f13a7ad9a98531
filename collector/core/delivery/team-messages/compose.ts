import type { News } from '../news.ts'
import type { MessageContext } from './context.ts'
import { type MessageContent, incidentMessage, incidentsMessage } from './incident-message.ts'
import { alertMessage, alertsMessage } from './alert-message.ts'
import { announcementMessage } from './announcement-message.ts'
import { deploymentMessage } from './deployment-message.ts'
import { maintenanceMessage } from './maintenance-message.ts'
import { reportMessage } from './report-message.ts'

/** What the team reads of one piece of news. */
function composeOne(news: News, context: MessageContext): MessageContent {
  switch (news.kind) {
    case 'incident':
      return incidentMessage(news, context)
    case 'maintenance':
      return maintenanceMessage(news, context)
    case 'announcement':
      return announcementMessage(news, context)
    case 'alert':
      return alertMessage(news, context)
    case 'report':
      return reportMessage(news, context)
    case 'deployment':
      return deploymentMessage(news, context)
  }
}

/**
 * What is told in one message each: incidents that the collector saw together are one, and so are alerts of which the same is
 * told; everything else stands alone.
 */
export function groupNews<Item extends { readonly news: News }>(
  items: readonly Item[],
): readonly (readonly Item[])[] {
  const keyOf = ({ news }: Item, index: number): string =>
    news.kind === 'incident' && news.automatic
      ? 'incidents'
      : news.kind === 'alert'
        ? `alerts ${news.moment}`
        : `alone ${index}`
  const groups = Map.groupBy(
    items.map((item, index) => ({ item, key: keyOf(item, index) })),
    ({ key }) => key,
  )
  return [...groups.values()].map((group) => group.map(({ item }) => item))
}

/** What the team reads of news that is reported together. */
export function composeTogether(group: readonly News[], context: MessageContext): MessageContent {
  const incidents = group.filter((news) => news.kind === 'incident')
  const alerts = group.filter((news) => news.kind === 'alert')
  if (group.length > 1 && alerts.length === group.length) return alertsMessage(alerts, context)
  return group.length > 1 && incidents.length === group.length
    ? incidentsMessage(incidents, context)
    : composeOne(group[0]!, context)
}
