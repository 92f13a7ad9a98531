import { Webhook } from 'standardwebhooks'
import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier, TeamMessage } from '../../core/delivery/message.ts'
import { fillTemplate } from '../../core/delivery/message-template.ts'
import { type ChannelDeps, httpNotifier } from '../http-result.ts'
import { addressAt } from '../plain-text.ts'

/**
 * Any program that takes HTTP: what the team reads, with the notices as the API has them, or what the template makes of it.
 * Signed as Standard Webhooks are (https://www.standardwebhooks.com) where there is a secret; the id is the same at every
 * attempt.
 */
export function createWebhookNotifier(
  { url, secret, template, baseUrl }: ChannelOf<'webhook'>,
  deps: ChannelDeps,
): Notifier {
  const address = addressAt(url, baseUrl)
  return httpNotifier(deps, (message) => {
    const { id } = message
    const at = new Date(deps.now())
    const filled = template === null ? usualContent(message) : fillTemplate(template, message)
    const isText = typeof filled === 'string'
    const body = isText ? filled : JSON.stringify(filled)
    const headers = {
      'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      ...(secret !== null && { 'webhook-signature': signatureOf(secret, id, at, body) }),
    }
    return { url: address, headers, body }
  })
}

const usualContent = ({ data, title, paragraphs, severity, link, acknowledgeLink, isTest }: TeamMessage) => ({
  ...data,
  message: {
    title,
    text: paragraphs.join('\n\n'),
    severity,
    url: link,
    acknowledge_url: acknowledgeLink,
    test: isTest,
  },
})

/** A secret in the form of the standard is base64 after `whsec_`; any other is taken as it is. */
function signatureOf(secret: string, id: string, at: Date, body: string): string {
  const webhook = secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(secret, { format: 'raw' })
  return webhook.sign(id, at, body)
}
