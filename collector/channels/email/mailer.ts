import { createTransport } from 'nodemailer'
import type { Channel } from '../../core/config/channel.ts'
import type { SendResult } from '../../core/delivery/message.ts'
import type { Mailer } from '../../core/subscription/mailer.ts'
import { oneLine } from '../../core/text/quote.ts'
import { redact } from '../../core/text/redact.ts'
import type { ChannelDeps } from '../http-result.ts'

/** How long a step of a conversation with the server may take, ms. */
const stepTimeout = 20_000

/** Sends mail through the SMTP server of a channel, over a few connections that are kept while there is something to send. */
export function createMailer(
  { smtp, from, replyTo }: Extract<Channel, { kind: 'email' }>,
  { secrets }: Pick<ChannelDeps, 'secrets'>,
): Mailer & { readonly close: () => void } {
  const transport = createTransport(
    {
      url: smtp,
      pool: true,
      maxConnections: 4,
      connectionTimeout: stepTimeout,
      greetingTimeout: stepTimeout,
      socketTimeout: stepTimeout,
      // What a mail is made of comes as text: nothing is read from a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from, ...(replyTo !== null && { replyTo }) },
  )
  return {
    async send({ attachments = [], headers, ...mail }) {
      try {
        await transport.sendMail({ ...mail, headers: { ...headers }, attachments: [...attachments] })
        return { outcome: 'sent' }
      } catch (error) {
        return refusal(error as Error & { readonly responseCode?: number }, secrets)
      }
    },
    close: () => transport.close(),
  }
}

/** A 5xx answer to this mail is final (RFC 5321, 4.2.1); a server that is away or refuses us may be mended. */
function refusal(
  { message, responseCode = 0, ...error }: Error & { readonly responseCode?: number; readonly code?: string },
  secrets: readonly string[],
): SendResult {
  return {
    outcome: 'refused',
    permanent: responseCode >= 500 && error.code !== 'EAUTH',
    error: oneLine(redact(message, secrets), 200),
    retryAfter: null,
  }
}
