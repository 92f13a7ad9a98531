import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier } from '../../core/delivery/message.ts'
import { type ChannelDeps, memberOf, sendByHttp } from '../http-result.ts'
import { serviceAddress } from '../plain-text.ts'
import { messageSecrets } from '../secrets.ts'
import { smsText } from './text.ts'

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

  return {
    async send(message, signal, only) {
      const body = smsText(message)
      const secrets = [...deps.secrets, ...messageSecrets(message)]
      const refusals = []
      for (const number of only === undefined ? to : [only]) {
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
        if (result.outcome === 'refused')
          refusals.push({ ...result, error: `${hidden(number)} ${result.error}` })
      }
      // One that may succeed later is worth another attempt.
      return refusals.find(({ permanent }) => !permanent) ?? refusals[0] ?? { outcome: 'sent' }
    },
  }
}

/** A number that its owner recognizes and a log does not give away. */
const hidden = (number: string): string => `…${number.slice(-3)}`
