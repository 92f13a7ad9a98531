import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier, SendResult, TeamMessage } from '../../core/delivery/message.ts'
import type { OutgoingRequest } from '../../net/send-request.ts'
import { type ChannelDeps, jsonBody, memberOf, sendByHttp } from '../http-result.ts'
import { cut, linksOf, serviceAddress } from '../plain-text.ts'
import { messageSecrets } from '../secrets.ts'

/** https://developer.pagerduty.com/docs/send-alert-event, characters. */
const maxSummary = 1_024
const maxKey = 255
const maxText = 10_000

const severities = { critical: 'critical', warning: 'warning', info: 'info', good: 'info' } as const
const actions = {
  trigger: 'trigger',
  update: 'trigger',
  acknowledge: 'acknowledge',
  resolve: 'resolve',
  inform: 'trigger',
} as const

/**
 * PagerDuty, Events API v2: an alert for each topic, opened, acknowledged and resolved as it goes. What asks nobody to act is a
 * change event, which wakes nobody.
 */
export function createPagerdutyNotifier(
  { routingKey, baseUrl }: ChannelOf<'pagerduty'>,
  deps: ChannelDeps,
): Notifier {
  const base = baseUrl ?? 'https://events.pagerduty.com'
  const request = (path: string, body: object): OutgoingRequest => ({
    url: serviceAddress(base, path),
    ...jsonBody({ routing_key: routingKey, ...body }),
  })
  const alert = (message: TeamMessage, action: (typeof actions)[TeamMessage['action']]): OutgoingRequest =>
    request('/v2/enqueue', {
      event_action: action,
      dedup_key: keyOf(message.topic),
      ...(action === 'trigger' && { client: 'Vigie', ...contentOf(message, deps) }),
    })
  return {
    oneTopicEach: true,
    async send(message, signal) {
      const secrets = [...deps.secrets, ...messageSecrets(message)]
      const deliver = (outgoing: OutgoingRequest) =>
        sendByHttp(outgoing, signal, { ...deps, secrets }, (json) => memberOf(json, 'status') === 'success')
      const { action, severity, isTest } = message
      // Of an event only a trigger is kept with its text, and one of an alert that is acknowledged wakes nobody; what is opened
      // late, or again, is taken care of already.
      const answered = (result: SendResult): SendResult | Promise<SendResult> =>
        result.outcome === 'sent' && actions[action] === 'trigger' && message.isAnswered
          ? deliver(alert(message, 'acknowledge'))
          : result
      if (isTest) {
        const opened = await deliver(alert(message, 'trigger'))
        return opened.outcome === 'sent' ? deliver(alert(message, 'resolve')) : opened
      }
      if (severity === 'info' && action !== 'resolve' && action !== 'acknowledge') {
        const { links, payload } = contentOf(message, deps)
        const { summary, source, timestamp, custom_details } = payload
        return answered(
          await deliver(
            request('/v2/change/enqueue', { links, payload: { summary, source, timestamp, custom_details } }),
          ),
        )
      }
      return answered(await deliver(alert(message, actions[action])))
    },
  }
}

/** A topic is as long as the id of an imported notice. */
const keyOf = (topic: string): string => (topic.length <= maxKey ? topic : topic.slice(0, maxKey))

function contentOf(message: TeamMessage, deps: ChannelDeps) {
  const { title, paragraphs, details, severity, link, at } = message
  const text = cut(paragraphs.join('\n\n'), maxText)
  return {
    links: linksOf(message, deps).map(({ label, url }) => ({ href: url, text: label })),
    payload: {
      summary: cut(title, maxSummary),
      source: (link === null ? null : URL.parse(link)?.host) ?? 'vigie',
      severity: severities[severity],
      timestamp: new Date(at).toISOString(),
      custom_details: {
        ...(text !== '' && { text }),
        ...Object.fromEntries(details.map(({ label, value }) => [label, cut(value, maxText)])),
      },
    },
  }
}
