import type { News } from '../news.ts'
import type { MessageContext } from './context.ts'
import { type MessageContent, incidentMessage, incidentsMessage } from './incident-message.ts'
import { maintenanceMessage } from './maintenance-message.ts'

/** What the team reads of one piece of news. */
export function composeOne(news: News, context: MessageContext): MessageContent {
  switch (news.kind) {
    case 'incident':
      return incidentMessage(news, context)
    case 'maintenance':
      return maintenanceMessage(news, context)
  }
}

/**
 * What is told in one message each: incidents that the collector saw together are one, everything else stands alone.
 */
export function groupNews(all: readonly News[]): readonly (readonly News[])[] {
  const isAutomatic = (news: News): boolean => news.kind === 'incident' && news.automatic
  const together = all.filter(isAutomatic)
  const alone = all.filter((news) => !isAutomatic(news)).map((news) => [news])
  return together.length === 0 ? alone : [...alone, together]
}

/** What the team reads of news that is told together. */
export function composeTogether(group: readonly News[], context: MessageContext): MessageContent {
  const incidents = group.filter((news) => news.kind === 'incident')
  return group.length > 1 && incidents.length === group.length
    ? incidentsMessage(incidents, context)
    : composeOne(group[0]!, context)
}
