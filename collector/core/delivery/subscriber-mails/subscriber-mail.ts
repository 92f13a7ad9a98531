import { directionOf } from '../../i18n/direction.ts'
import { markFallbacks } from '../../i18n/mark-fallbacks.ts'
import { fillPlaceholders } from '../../i18n/sentences.ts'
import type { OutgoingMail } from '../mailer.ts'
import { escapeHtml } from '../../text/escape-html.ts'
import { plainText, toHtml } from '../../text/markdown.ts'
import { wrapText } from '../../text/wrap-text.ts'
import { mailDocument, mailWidth, messageId, subjectLine } from '../mail-parts.ts'
import type { MessageContext } from '../team-messages/context.ts'
import type { ComposedMail, MailContent, MailForms } from './content.ts'

/** The longest message that is told in full, characters; the rest is on the page. */
const longestMessage = 20_000

/** Whom a mail is for, and where they change their mind. */
export type MailRecipient = {
  readonly address: string
  /** Absolute addresses; null where the collector has none. */
  readonly manage: string | null
  readonly leave: string | null
}

/** What a mail is in its thread. */
export type MailThread = {
  /** What it is about: the first one decides where programs that know one thread only show it. */
  readonly topics: readonly [string, ...string[]]
  /** Unique to this mail, and the same at every attempt. */
  readonly id: readonly (string | number)[]
}

/**
 * A mail to one subscriber: text that reads in a terminal, HTML that fetches nothing, and the headers that make it one
 * thread with the others on its topic (RFC 5322, 3.6.4), an automatic message (RFC 3834) and one that can be left with
 * one click (RFC 2369, RFC 8058).
 */
export function subscriberMail(
  { plain, marked }: MailForms,
  recipient: MailRecipient,
  thread: MailThread,
  attachments: NonNullable<OutgoingMail['attachments']>,
): OutgoingMail {
  const { page } = plain.context.config
  const host = (page.url === null ? null : URL.parse(page.url)?.hostname) ?? 'vigie.invalid'
  const roots = thread.topics.map((topic) => messageId([topic], host))
  const html = documentOf(marked, recipient)
  return {
    to: recipient.address,
    subject: subjectLine(oneTitle(plain.content.subject ?? plain.content.title)),
    text: textOf(plain, recipient),
    html: marked === plain ? html : markFallbacks(html),
    headers: {
      'Message-ID': messageId([thread.topics[0], ...thread.id], host),
      // The root itself was never sent: programs gather what names it.
      'In-Reply-To': roots[0]!,
      References: roots.join(' '),
      'Auto-Submitted': 'auto-generated',
      Precedence: 'list',
      'X-Auto-Response-Suppress': 'All',
      'List-Id': `<news.${host}>`,
      ...(recipient.leave !== null && {
        'List-Unsubscribe': `<${recipient.leave}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    ...(attachments.length > 0 && { attachments }),
  }
}

/** Why this mail came, and the links by which its reader changes that. */
function footerOf({ words, config }: MessageContext, { address, manage, leave }: MailRecipient) {
  const { why, ...labels } = words.subscriberMails
  return {
    why: fillPlaceholders(why, { address, name: config.page.name }),
    links: [
      ...(manage === null ? [] : [{ label: labels.manage, to: manage }]),
      ...(leave === null ? [] : [{ label: labels.leave, to: leave }]),
    ],
  }
}

function documentOf({ content, context }: ComposedMail, recipient: MailRecipient): string {
  const { why, links } = footerOf(context, recipient)
  const title = oneTitle(content.title)
  return mailDocument({
    locale: context.locale,
    direction: directionOf(context.locale) ?? 'ltr',
    title,
    body: htmlOf({ ...content, title }, context),
    footer: [
      `<p>${escapeHtml(why)}</p>`,
      ...(links.length === 0
        ? []
        : [`<p>${links.map(({ label, to }) => linkHtml(label, to)).join(' · ')}</p>`]),
    ],
  })
}

const oneTitle = (title: string): string => title.replaceAll(/\s+/g, ' ').trim()

const linkHtml = (label: string, to: string): string => `<a href="${escapeHtml(to)}">${escapeHtml(label)}</a>`

const multiline = (text: string): string => plainText(text, longestMessage, true)

function textOf({ content, context }: ComposedMail, recipient: MailRecipient): string {
  const { messages, details, remarks, link, document } = content
  const { words, config } = context
  const title = oneTitle(content.title)
  const { why, links } = footerOf(context, recipient)
  const footer = [why, ...links.map(({ label, to }) => `${label}${words.colon}${to}`)]
  const parts = [
    `${title}\n${'='.repeat(Math.min([...title].length, mailWidth))}`,
    ...(document ? [document.text.trimEnd()] : []),
    ...messages.map(({ heading, body }) =>
      [...(heading === null ? [] : [heading]), multiline(body)].filter((part) => part !== '').join('\n'),
    ),
    ...(details.length === 0
      ? []
      : [details.map(({ label, value }) => `${label}${words.colon}${multiline(value)}`).join('\n')]),
    ...remarks,
    ...(link === null ? [] : [link]),
    // RFC 3676, 4.3: what follows is no part of the message.
    `-- \n${[config.page.name, ...footer].join('\n')}`,
  ]
  return `${wrapText(parts.join('\n\n'), mailWidth)}\n`
}

function htmlOf(content: MailContent, { words }: MessageContext): readonly string[] {
  const { title, messages, details, remarks, link, document } = content
  return [
    ...(document ? [document.html] : [`<h1>${escapeHtml(title)}</h1>`]),
    ...messages.map(
      ({ heading, body }) =>
        (heading === null ? '' : `<h2>${escapeHtml(heading)}</h2>`) +
        toHtml(body.slice(0, longestMessage), 3),
    ),
    ...(details.length === 0
      ? []
      : [
          `<table>${details.map(({ label, value }) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${escapeHtml(multiline(value)).replaceAll('\n', '<br>')}</td></tr>`).join('')}</table>`,
        ]),
    ...(link === null
      ? []
      : [`<p><a class="b" href="${escapeHtml(link)}">${escapeHtml(words.subscriberMails.open)}</a></p>`]),
    ...remarks.map((remark) => `<p class="t">${escapeHtml(remark)}</p>`),
  ]
}
