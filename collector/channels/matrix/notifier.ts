import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier, TeamMessage } from '../../core/delivery/message.ts'
import { type ChannelDeps, httpNotifier, jsonBody, memberOf } from '../http-result.ts'
import { bodyOf, cut, cutEscaped, linksOf, serviceAddress, signs } from '../plain-text.ts'

/** An event is at most 65,536 bytes, of which the text is there twice. */
const maxText = 4_000

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A room of Matrix (https://spec.matrix.org/latest/client-server-api/). The id of the message makes a repetition harmless. */
export function createMatrixNotifier(
  { homeserver, room, token, baseUrl }: ChannelOf<'matrix'>,
  deps: ChannelDeps,
): Notifier {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/`
  return httpNotifier(
    deps,
    (message) => ({
      method: 'PUT',
      url: serviceAddress(baseUrl ?? homeserver, path + encodeURIComponent(message.id)),
      ...jsonBody(contentOf(message, deps), { authorization: `Bearer ${token}` }),
    }),
    (json) => typeof memberOf(json, 'event_id') === 'string',
  )
}

function contentOf(message: TeamMessage, deps: ChannelDeps) {
  const title = `${signs[message.severity]} ${cut(message.title, maxText)}`
  const links = linksOf(message, deps)
  const text = bodyOf(message)
  const html = [
    `<strong>${escape(title)}</strong>`,
    cutEscaped(text, maxText, escape).replaceAll('\n', '<br>'),
    links.map(({ label, url }) => `<a href="${escape(url)}">${escape(label)}</a>`).join(' · '),
  ]
  const plain = [
    title,
    cut(text, maxText),
    links.map(({ label, url }) => `${label}${message.colon}${url}`).join('\n'),
  ]
  return {
    msgtype: 'm.text',
    body: plain.filter((part) => part !== '').join('\n\n'),
    format: 'org.matrix.custom.html',
    formatted_body: html.filter((part) => part !== '').join('<br><br>'),
    // Nobody is called by a name in the text.
    'm.mentions': {},
  }
}
