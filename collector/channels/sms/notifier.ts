import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier } from '../../core/delivery/message.ts'
import { type ChannelDeps, memberOf, sendByHttp } from '../http-result.ts'
import { serviceAddress } from '../plain-text.ts'
import { messageSecrets } from '../secrets.ts'
import { smsText } from './text.ts'

/** Messages whose recipients are remembered, so that one number that is refused does not make the others ring again. */
const maxRemembered = 100

/** SMS by Twilio's API (https://www.twilio.com/docs/messaging/api/message-resource), one request for each number. */
export function createSmsNotifier(
  { account, token, from, to, baseUrl }: ChannelOf<'sms'>,
  deps: ChannelDeps,
): Notifier {
  const path = `/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`
  const url = serviceAddress(baseUrl ?? 'https://api.twilio.com', path)
  const authorization = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`
  const sender: Record<string, string> = /^MG[0-9a-f]{32}$/.test(from)
    ? { MessagingServiceSid: from }
    : { From: from }
  const reached = new Map<string, Set<string>>()

  function reachedBy(id: string): Set<string> {
    const numbers = reached.get(id) ?? new Set<string>()
    reached.set(id, numbers)
    if (reached.size > maxRemembered) reached.delete(reached.keys().next().value!)
    return numbers
  }

  return {
    async send(message, signal) {
      const done = reachedBy(message.id)
      const body = smsText(message)
      const secrets = [...deps.secrets, ...messageSecrets(message)]
      const refusals = []
      for (const number of to) {
        if (done.has(number)) continue
        const result = await sendByHttp(
          {
            url,
            headers: { 'content-type': 'application/x-www-form-urlencoded', authorization },
            body: new URLSearchParams({ To: number, ...sender, Body: body }).toString(),
          },
          signal,
          { ...deps, secrets },
          (json) => typeof memberOf(json, 'sid') === 'string',
        )
        if (result.outcome === 'sent') done.add(number)
        else refusals.push({ ...result, error: `${hidden(number)} ${result.error}` })
      }
      // One that may succeed later is worth another attempt.
      const refusal = refusals.find(({ permanent }) => !permanent) ?? refusals[0]
      if (!refusal) reached.delete(message.id)
      return refusal ?? { outcome: 'sent' }
    },
  }
}

/** A number that its owner recognizes and a log does not give away. */
const hidden = (number: string): string => `…${number.slice(-3)}`
