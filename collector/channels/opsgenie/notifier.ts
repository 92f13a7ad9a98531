import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier, TeamMessage } from '../../core/delivery/message.ts'
import type { OutgoingRequest } from '../../net/send-request.ts'
import { type ChannelDeps, jsonBody, memberOf, sendByHttp } from '../http-result.ts'
import { bodyOf, cut, linksOf, serviceAddress } from '../plain-text.ts'
import { messageSecrets } from '../secrets.ts'

/** https://docs.opsgenie.com/docs/alert-api#create-alert, characters. */
const maxMessage = 130
const maxAlias = 512
const maxDescription = 15_000
const maxNote = 25_000
/** So that the links of a note are not cut. */
const maxTitle = 1_000

const priorities = { critical: 'P1', warning: 'P3', info: 'P5', good: 'P5' } as const

/** Opsgenie, Alert API: an alert for each topic, with notes for what follows, closed at its end. */
export function createOpsgenieNotifier({ key, baseUrl }: ChannelOf<'opsgenie'>, deps: ChannelDeps): Notifier {
  const base = baseUrl ?? 'https://api.opsgenie.com'
  const request = (path: string, body: object): OutgoingRequest => ({
    url: serviceAddress(base, path),
    ...jsonBody({ source: 'Vigie', ...body }, { authorization: `GenieKey ${key}` }),
  })
  const of = (message: TeamMessage, step: 'notes' | 'acknowledge' | 'close'): OutgoingRequest =>
    request(`/v2/alerts/${encodeURIComponent(aliasOf(message))}/${step}?identifierType=alias`, {
      note: cut(together(cut(message.title, maxTitle), linkLines(message, deps), bodyOf(message)), maxNote),
    })
  return {
    oneTopicEach: true,
    async send(message, signal) {
      const secrets = [...deps.secrets, ...messageSecrets(message)]
      const deliver = (outgoing: OutgoingRequest) =>
        sendByHttp(
          outgoing,
          signal,
          { ...deps, secrets },
          (json) => typeof memberOf(json, 'requestId') === 'string',
        )
      const { action } = message
      if (action === 'acknowledge') return deliver(of(message, 'acknowledge'))
      if (action === 'resolve') return deliver(of(message, 'close'))
      const kept = await deliver(
        action === 'update' ? of(message, 'notes') : request('/v2/alerts', alertOf(message, deps)),
      )
      if (kept.outcome !== 'sent') return kept
      // What asks nobody to act is on record, and closed.
      if (action === 'inform') return deliver(of(message, 'close'))
      return message.isAnswered ? deliver(of(message, 'acknowledge')) : kept
    },
  }
}

const aliasOf = ({ topic }: TeamMessage): string => topic.slice(0, maxAlias)

const alertOf = (message: TeamMessage, deps: ChannelDeps) => ({
  message: cut(message.title, maxMessage),
  alias: aliasOf(message),
  description: cut(textOf(message, deps), maxDescription),
  priority: priorities[message.severity],
})

/** The links come first: what is cut is the end. The title is here in full. */
const textOf = (message: TeamMessage, deps: ChannelDeps): string =>
  together(linkLines(message, deps), message.title, bodyOf(message))

const linkLines = (message: TeamMessage, deps: ChannelDeps): string =>
  linksOf(message, deps)
    .map(({ label, url }) => `${label}${message.colon}${url}`)
    .join('\n')

const together = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n')
