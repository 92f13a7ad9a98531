import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier, TeamMessage } from '../../core/delivery/message.ts'
import { type ChannelDeps, httpNotifier, memberOf } from '../http-result.ts'
import { bodyOf, cut, linksOf, serviceAddress } from '../plain-text.ts'

/** https://pushover.net/api#limits, characters. */
const maxTitle = 250
const maxMessage = 1_024
const maxUrl = 512
const maxUrlTitle = 100

/** An emergency is repeated every so often, for so long, until somebody has seen it, s. */
const repeatEvery = 60
const repeatFor = 3_600

/** Pushover (https://pushover.net/api). What is critical repeats until somebody has seen it. */
export function createPushoverNotifier(
  { token, user, baseUrl }: ChannelOf<'pushover'>,
  deps: ChannelDeps,
): Notifier {
  const url = serviceAddress(baseUrl ?? 'https://api.pushover.net', '/1/messages.json')
  return httpNotifier(
    deps,
    (message) => ({
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token, user, ...fieldsOf(message, deps) }).toString(),
    }),
    (json) => memberOf(json, 'status') === 1,
  )
}

function fieldsOf(message: TeamMessage, deps: ChannelDeps): Record<string, string> {
  const { title, severity, action, at } = message
  const [first, second] = linksOf(message, deps).filter(({ url }) => url.length <= maxUrl)
  // There is room for one link beside the text; the other stands in it.
  const foot = second === undefined ? '' : `\n\n${second.label}${message.colon}${second.url}`
  const isEmergency = severity === 'critical' && action === 'trigger'
  const priority = isEmergency ? 2 : severity === 'critical' || severity === 'warning' ? 1 : 0
  return {
    title: cut(title, maxTitle),
    message: cut(bodyOf(message) || title, maxMessage - foot.length) + foot,
    priority: String(priority),
    timestamp: String(Math.floor(at / 1000)),
    ...(isEmergency && { retry: String(repeatEvery), expire: String(repeatFor) }),
    ...(first && { url: first.url, url_title: cut(first.label, maxUrlTitle) }),
  }
}
