import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier, TeamMessage } from '../../core/delivery/message.ts'
import { type ChannelDeps, httpNotifier, jsonBody, memberOf } from '../http-result.ts'
import { bodyOf, cutEscaped, linksOf, serviceAddress, signs } from '../plain-text.ts'

/** https://core.telegram.org/bots/api#sendmessage: 4096 characters without the markup; with it we are on the safe side. */
const maxText = 4_096
const maxTitle = 1_000

/** https://core.telegram.org/bots/api#html-style; the quotation mark for addresses. */
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Telegram, by a bot. */
export function createTelegramNotifier(
  { token, chat, baseUrl }: ChannelOf<'telegram'>,
  deps: ChannelDeps,
): Notifier {
  const url = serviceAddress(baseUrl ?? 'https://api.telegram.org', `/bot${token}/sendMessage`)
  return httpNotifier(
    deps,
    (message) => ({
      url,
      ...jsonBody({
        chat_id: chat,
        text: htmlOf(message, deps),
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
      }),
    }),
    (json) => memberOf(json, 'ok') === true,
  )
}

function htmlOf(message: TeamMessage, deps: ChannelDeps): string {
  const links = linksOf(message, deps).map(
    ({ label, url }) => `<a href="${escape(url)}">${escape(label)}</a>`,
  )
  const head = `${signs[message.severity]} <b>${cutEscaped(message.title, maxTitle, escape)}</b>`
  const foot = links.join(' · ')
  const text = cutEscaped(bodyOf(message), maxText - head.length - foot.length - 4, escape)
  return [head, text, foot].filter((part) => part !== '').join('\n\n')
}
