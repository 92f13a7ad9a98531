import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier, TeamMessage } from '../../core/delivery/message.ts'
import { type ChannelDeps, httpNotifier, jsonBody } from '../http-result.ts'
import { addressAt, bodyOf, colours, cut, cutEscaped, linksOf } from '../plain-text.ts'

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits; 6000 for all of a message. */
const maxTitle = 256
const maxDescription = 3_500
const maxContent = 400

/** What Discord would read as markup. Mentions are switched off for the message. */
const escape = (text: string): string => text.replaceAll(/[\\*_~`|>#\-[\]()<@]/g, '\\$&')

/** Discord, by a webhook: an embed in the colour of the state. */
export function createDiscordNotifier(
  { webhook, baseUrl }: ChannelOf<'discord'>,
  deps: ChannelDeps,
): Notifier {
  const url = addressAt(webhook, baseUrl)
  return httpNotifier(deps, (message) => ({ url, ...jsonBody(payloadOf(message, deps)) }))
}

function payloadOf(message: TeamMessage, deps: ChannelDeps) {
  const { title, severity, link, at } = message
  const links = linksOf(message, deps).map(({ label, url }) => `[${escape(label)}](${url})`)
  const linkLine = links.join(' · ')
  const text = cutEscaped(bodyOf(message), maxDescription - linkLine.length - 2, escape)
  return {
    content: cutEscaped(title, maxContent, escape),
    allowed_mentions: { parse: [] },
    embeds: [
      {
        // An embed's title is shown as it is.
        title: cut(title, maxTitle),
        ...(link !== null && { url: link }),
        description: [text, linkLine].filter((part) => part !== '').join('\n\n'),
        color: Number.parseInt(colours[severity].slice(1), 16),
        timestamp: new Date(at).toISOString(),
      },
    ],
  }
}
