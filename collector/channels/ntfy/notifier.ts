import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier } from '../../core/delivery/message.ts'
import { type ChannelDeps, httpNotifier, jsonBody, memberOf } from '../http-result.ts'
import { bodyOf, bytesOf, cut, linksOf, serviceAddress } from '../plain-text.ts'

/** Of a message, bytes; what is longer becomes an attachment, or is refused: https://docs.ntfy.sh/publish/#limitations */
const maxMessage = 4_000
const maxTitle = 250

const priorities = { critical: 5, warning: 4, info: 3, good: 3 } as const
const tags = {
  critical: 'rotating_light',
  warning: 'warning',
  info: 'information_source',
  good: 'white_check_mark',
} as const

/** ntfy (https://docs.ntfy.sh/publish/#publish-as-json). */
export function createNtfyNotifier(
  { topic, token, baseUrl }: ChannelOf<'ntfy'>,
  deps: ChannelDeps,
): Notifier {
  const url = serviceAddress(baseUrl ?? 'https://ntfy.sh', '/')
  return httpNotifier(
    deps,
    (message) => {
      const { title, severity, link } = message
      return {
        url,
        ...jsonBody(
          {
            topic,
            title: cut(title, maxTitle, bytesOf),
            message: cut(bodyOf(message) || title, maxMessage, bytesOf),
            priority: priorities[severity],
            tags: [tags[severity]],
            ...(link !== null && { click: link }),
            actions: linksOf(message, deps).map(({ label, url: target }) => ({
              action: 'view',
              label,
              url: target,
            })),
          },
          token === null ? {} : { authorization: `Bearer ${token}` },
        ),
      }
    },
    (json) => typeof memberOf(json, 'id') === 'string',
  )
}
