import type { Channel } from '../config/channel.ts'
import { directionOf } from '../i18n/direction.ts'
import { fillPlaceholders } from '../i18n/sentences.ts'
import type { Words } from '../i18n/words.ts'
import type { OutgoingMail } from './mailer.ts'
import { escapeHtml } from '../text/escape-html.ts'
import { oneLine } from '../text/quote.ts'
import type { TeamMessage } from './message.ts'
import { wrapText } from '../text/wrap-text.ts'
import { mailDocument, mailWidth, messageId, subjectLine } from './mail-parts.ts'

/**
 * A message to the team as one mail to all of them: the mails of one topic are a thread.
 *
 * @param words in the locale of the message
 */
export function teamMail(
  message: TeamMessage,
  { from, to }: Pick<Extract<Channel, { kind: 'email' }>, 'from' | 'to'>,
  words: Pick<Words['messages'], 'acknowledge'>,
): OutgoingMail {
  const { locale, colon, title, paragraphs, details, link, acknowledgeLink, document } = message
  const host = hostOf(link) ?? domainOf(from)
  const acknowledge =
    acknowledgeLink === null ? [] : [fillPlaceholders(words.acknowledge, { link: acknowledgeLink })]
  const lines = details.map(({ label, value }) => `${label}${colon}${value}`)
  return {
    to: to.join(', '),
    subject: subjectLine(title),
    text: `${wrapText([title, ...paragraphs, ...(lines.length > 0 ? [lines.join('\n')] : []), ...acknowledge, ...(link === null ? [] : [link])].join('\n\n'), mailWidth)}\n`,
    html: mailDocument({
      locale,
      direction: directionOf(locale) ?? 'ltr',
      title,
      body: [
        ...(document
          ? [document.html]
          : [
              `<h1>${escapeHtml(title)}</h1>`,
              ...paragraphs.map((text) => `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`),
            ]),
        ...(lines.length > 0 ? [`<p>${lines.map(escapeHtml).join('<br>')}</p>`] : []),
        ...[acknowledgeLink, link].flatMap((address) =>
          address === null
            ? []
            : [`<p class="l"><a href="${escapeHtml(address)}">${escapeHtml(address)}</a></p>`],
        ),
      ],
      footer: [],
    }),
    headers: {
      'Message-ID': messageId([message.id], host),
      References: messageId([message.topic], host),
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(message.severity === 'critical' && { Importance: 'high' }),
      'X-Vigie-Id': oneLine(message.id, 80),
    },
  }
}

const hostOf = (link: string | null): string | null =>
  link === null ? null : (URL.parse(link)?.hostname ?? null)

const domainOf = (mailbox: string): string => /@([^\s<>@]+)>?$/.exec(mailbox)?.[1] ?? 'vigie.invalid'
