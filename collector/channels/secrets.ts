import type { Channel } from '../core/config/channel.ts'
import type { TeamMessage } from '../core/delivery/message.ts'
import { decodeUserinfo } from '../core/text/decode-userinfo.ts'

/** A shorter part of an address is a word such as `services`. Characters. */
const minPartLength = 12

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))

/** What of an address a service may repeat: all of it, its path with the query, and the long parts of both. */
function addressSecrets(address: string): readonly string[] {
  const parsed = URL.parse(address)
  if (!parsed) return [address]
  const { pathname, search, searchParams, username, password } = parsed
  const parts = [pathname + search, pathname, ...pathname.split('/'), ...searchParams.values()]
  const credentials = [
    password,
    decodeUserinfo(password),
    base64(`${decodeUserinfo(username)}:${decodeUserinfo(password)}`),
  ]
  return [
    address,
    ...parts.filter((part) => part.length >= minPartLength),
    ...(username === '' && password === '' ? [] : credentials),
  ]
}

/** The settings of a channel that nobody may read, by its kind. */
function settingsOf(channel: Channel): readonly string[] {
  switch (channel.kind) {
    case 'email':
      return addressSecrets(channel.smtp)
    case 'slack':
    case 'discord':
    case 'teams':
    case 'mattermost':
      return addressSecrets(channel.webhook)
    case 'webhook':
      return [...addressSecrets(channel.url), ...(channel.secret === null ? [] : [channel.secret])]
    case 'sms':
      return [channel.account, channel.token, base64(`${channel.account}:${channel.token}`)]
    case 'telegram':
    case 'gotify':
    case 'matrix':
    case 'mastodon':
      return [channel.token]
    case 'ntfy':
      return [channel.topic, ...(channel.token === null ? [] : [channel.token])]
    case 'pushover':
      return [channel.token, channel.user]
    case 'pagerduty':
      return [channel.routingKey]
    case 'opsgenie':
      return [channel.key]
    case 'bluesky':
      return [channel.password]
  }
}

/** What an answer about this channel must not be quoted with, longest first, as written and as addresses have it. */
export const channelSecrets = (channel: Channel): readonly string[] => {
  const settings = settingsOf(channel).filter((secret) => secret !== '')
  return [...new Set(settings.flatMap((secret) => [secret, encodeURIComponent(secret)]))].toSorted(
    (a, b) => b.length - a.length,
  )
}

/** The same of what a message carries: who has its link may answer for the team. */
export function messageSecrets({ acknowledgeLink }: TeamMessage): readonly string[] {
  if (acknowledgeLink === null) return []
  const token = URL.parse(acknowledgeLink)?.searchParams.get('token') ?? null
  return [acknowledgeLink, encodeURIComponent(acknowledgeLink), ...(token === null ? [] : [token])]
}
