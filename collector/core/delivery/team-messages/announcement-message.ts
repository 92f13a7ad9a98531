import { fillPlaceholders } from '../../i18n/sentences.ts'
import type { News } from '../news.ts'
import { type MessageContext, addressOf, say, sayPlain } from './context.ts'
import type { MessageContent } from './incident-message.ts'

/** What is read of an announcement. */
export function announcementMessage(
  { announcement }: Extract<News, { kind: 'announcement' }>,
  context: MessageContext,
): MessageContent {
  const { id, title, body, publishedAt } = announcement
  return {
    severity: 'info',
    action: 'inform',
    title: fillPlaceholders(context.words.messages.announcement, { title: say(title, context) }),
    paragraphs: [sayPlain(body, context)],
    details: [],
    link: addressOf(`announcements/${encodeURIComponent(id)}/`, context),
    at: publishedAt,
  }
}
