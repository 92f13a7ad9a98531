import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier } from '../../core/delivery/message.ts'
import { type ChannelDeps, httpNotifier, jsonBody, memberOf } from '../http-result.ts'
import { bodyOf, cut, linksOf, serviceAddress } from '../plain-text.ts'

const maxTitle = 500
const maxMessage = 8_000

const priorities = { critical: 8, warning: 6, info: 4, good: 4 } as const

/** A server of Gotify (https://gotify.net/api-docs). */
export function createGotifyNotifier(
  { url: server, token, baseUrl }: ChannelOf<'gotify'>,
  deps: ChannelDeps,
): Notifier {
  const url = serviceAddress(baseUrl ?? server, '/message')
  return httpNotifier(
    deps,
    (message) => {
      const { title, severity, link } = message
      const links = linksOf(message, deps).map(
        ({ label, url: target }) => `${label}${message.colon}${target}`,
      )
      const text = [cut(bodyOf(message) || title, maxMessage), links.join('\n')]
      return {
        url,
        ...jsonBody(
          {
            title: cut(title, maxTitle),
            message: text.filter((part) => part !== '').join('\n\n'),
            priority: priorities[severity],
            extras: {
              'client::display': { contentType: 'text/plain' },
              ...(link !== null && { 'client::notification': { click: { url: link } } }),
            },
          },
          { 'x-gotify-key': token },
        ),
      }
    },
    (json) => typeof memberOf(json, 'id') === 'number',
  )
}
