import type { News } from '../news.ts'
import { type MessageContext, addressOf, say } from './context.ts'
import type { MessageContent } from './incident-message.ts'

/** What the team reads of an announcement. */
export const announcementMessage = (
  { announcement }: Extract<News, { kind: 'announcement' }>,
  context: MessageContext,
): MessageContent => ({
  severity: 'info',
  action: 'inform',
  title: say(announcement.title, context),
  paragraphs: [say(announcement.body, context)],
  details: [],
  link: addressOf('', context),
  at: announcement.publishedAt,
})
