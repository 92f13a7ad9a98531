import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier, TeamMessage } from '../../core/delivery/message.ts'
import { type ChannelDeps, httpNotifier, jsonBody } from '../http-result.ts'
import { addressAt, colours, cut, cutEscaped, linksOf } from '../plain-text.ts'

/** Of a post with all its attachments, characters. */
const maxPost = 16_383
const maxTitle = 500
const maxText = 10_000
const maxFields = 10
const maxField = 300

/** What Mattermost would read as markup. An `@` followed by nothing that shows calls nobody. */
const escape = (text: string): string =>
  text.replaceAll(/[\\*_~`|>#\-[\]()<!]/g, '\\$&').replaceAll('@', '@\u200b')

/** Mattermost, by an incoming webhook. */
export function createMattermostNotifier(
  { webhook, baseUrl }: ChannelOf<'mattermost'>,
  deps: ChannelDeps,
): Notifier {
  const url = addressAt(webhook, baseUrl)
  return httpNotifier(deps, (message) => ({ url, ...jsonBody(payloadOf(message, deps)) }))
}

function payloadOf(message: TeamMessage, deps: ChannelDeps) {
  const { title, paragraphs, details, severity, link } = message
  const links = linksOf(message, deps).map(({ label, url }) => `[${escape(label)}](${url})`)
  const text = cutEscaped(paragraphs.join('\n\n'), maxText, escape)
  const words = cutEscaped(title, maxTitle, escape)
  const payload = {
    text: words,
    attachments: [
      {
        // Shown by what reads no markup.
        fallback: cut(title.replaceAll('@', '@\u200b'), maxTitle),
        color: colours[severity],
        title: words,
        ...(link !== null && { title_link: link }),
        text: [text, links.join(' · ')].filter((part) => part !== '').join('\n\n'),
        fields: details.slice(0, maxFields).map(({ label, value }) => ({
          short: true,
          title: cutEscaped(label, 80, escape),
          value: cutEscaped(value, maxField, escape),
        })),
      },
    ],
  }
  return JSON.stringify(payload).length <= maxPost
    ? payload
    : { text: words + (link === null ? '' : `\n${link}`) }
}
