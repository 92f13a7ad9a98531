import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier, TeamMessage } from '../../core/delivery/message.ts'
import { type ChannelDeps, httpNotifier, jsonBody } from '../http-result.ts'
import { addressAt, colours, cut, cutEscaped, linksOf } from '../plain-text.ts'

/** Of a section, of a field of it, and of a button: https://docs.slack.dev/reference/block-kit/blocks */
const maxText = 3_000
const maxField = 2_000
const maxFields = 10
const maxButtonUrl = 3_000
/** Of the notification's line; longer ones are cut by Slack. */
const maxLine = 1_000

/** What Slack would read as markup: https://docs.slack.dev/messaging/formatting-message-text */
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Slack, by an incoming webhook: blocks beside a bar in the colour of the state. */
export function createSlackNotifier({ webhook, baseUrl }: ChannelOf<'slack'>, deps: ChannelDeps): Notifier {
  const url = addressAt(webhook, baseUrl)
  return httpNotifier(deps, (message) => ({ url, ...jsonBody(payloadOf(message, deps)) }))
}

function payloadOf(message: TeamMessage, deps: ChannelDeps) {
  const { title, paragraphs, details, severity, link } = message
  const text = paragraphs.join('\n\n')
  const fields = details.slice(0, maxFields).map(({ label, value }) => ({
    type: 'mrkdwn',
    // `verbatim`: names and addresses in it are text, nobody is called.
    verbatim: true,
    text: `*${cutEscaped(label, 200, escape)}*\n${cutEscaped(value, maxField - 300, escape)}`,
  }))
  const buttons = linksOf(message, deps).filter(({ url }) => url.length <= maxButtonUrl)
  const blocks = [
    section(titleOf(title, link)),
    ...(text === '' ? [] : [{ type: 'section', text: plain(cut(text, maxText)) }]),
    ...(fields.length === 0 ? [] : [{ type: 'section', fields }]),
    ...(buttons.length === 0
      ? []
      : [
          {
            type: 'actions',
            elements: buttons.map(({ label, url }, index) => ({
              type: 'button',
              text: plain(cut(label, 75)),
              url,
              action_id: `link-${index}`,
            })),
          },
        ]),
  ]
  return {
    text: cutEscaped(title, maxLine, escape),
    unfurl_links: false,
    attachments: [{ color: colours[severity], blocks }],
  }
}

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } })

/** The title as a bold link. A line of stars and bars cannot be told from markup within it: there they are others of the look. */
function titleOf(title: string, link: string | null): string {
  const safe = title.replaceAll('*', '∗').replaceAll('_', '_\u2060').replaceAll('~', '∼').replaceAll('`', '‘')
  const words = cutEscaped(safe, 500, escape)
  return link === null || link.length > 2_000
    ? `*${words}*`
    : `*<${escape(link)}|${words.replaceAll('|', '¦')}>*`
}
