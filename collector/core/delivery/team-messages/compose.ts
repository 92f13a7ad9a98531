import type { News } from '../news.ts'
import type { MessageContext } from './context.ts'
import { type MessageContent, incidentMessage, incidentsMessage } from './incident-message.ts'
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
    case 'report':
      return reportMessage(news, context)
    case 'deployment':
      return deploymentMessage(news, context)
  }
}

/** What is told in one message each: incidents that the collector saw together are one, everything else stands alone. */
export function groupNews<Item extends { readonly news: News }>(
  items: readonly Item[],
): readonly (readonly Item[])[] {
  const isAutomatic = ({ news }: Item): boolean => news.kind === 'incident' && news.automatic
  const together = items.filter(isAutomatic)
  const alone = items.filter((item) => !isAutomatic(item)).map((item) => [item])
  return together.length === 0 ? alone : [...alone, together]
}

/** What the team reads of news that is told together. */
export function composeTogether(group: readonly News[], context: MessageContext): MessageContent {
  const incidents = group.filter((news) => news.kind === 'incident')
  return group.length > 1 && incidents.length === group.length
    ? incidentsMessage(incidents, context)
    : composeOne(group[0]!, context)
}
