import { Webhook } from 'standardwebhooks'
import type { Channel } from '../../core/config/channel.ts'
import type { Notifier } from '../../core/delivery/message.ts'
import { type ChannelDeps, sendByHttp } from '../http-result.ts'

/**
 * Any program that takes JSON: what the team reads, with the notices as the API has them. Signed as Standard Webhooks are
 * (https://www.standardwebhooks.com) where there is a secret; the id is the same at every attempt.
 */
export function createWebhookNotifier(
  { url, secret }: Extract<Channel, { kind: 'webhook' }>,
  deps: ChannelDeps,
): Notifier {
  return {
    send(message, signal) {
      const { id, title, paragraphs, severity, link, isTest, data } = message
      const at = new Date(deps.now())
      const body = JSON.stringify({
        ...data,
        message: { title, text: paragraphs.join('\n\n'), severity, url: link, test: isTest },
      })
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        ...(secret !== null && { 'webhook-signature': signatureOf(secret, id, at, body) }),
      }
      return sendByHttp({ url, headers, body }, signal, deps)
    },
  }
}

/** A secret in the form of the standard is base64 after `whsec_`; any other is taken as it is. */
function signatureOf(secret: string, id: string, at: Date, body: string): string {
  const webhook = secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(secret, { format: 'raw' })
  return webhook.sign(id, at, body)
}
