import { reportMailParts } from '../../report/report-mail.ts'
import type { News } from '../news.ts'
import { type MessageContext, addressOf } from './context.ts'
import type { MessageContent } from './incident-message.ts'

/** What the team reads of a report. */
export function reportMessage(
  { report }: Extract<News, { kind: 'report' }>,
  context: MessageContext,
): MessageContent {
  const { subject, text, html } = reportMailParts(report, context.locale, context.config.page.words)
  return {
    severity: 'info',
    action: 'inform',
    title: subject,
    paragraphs: [text.trimEnd()],
    details: [],
    document: { text, html },
    link: addressOf(`reports/${encodeURIComponent(report.period)}/`, context),
    at: context.now,
  }
}
