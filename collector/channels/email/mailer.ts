import { createTransport } from 'nodemailer'
import type { Channel } from '../../core/config/channel.ts'
import type { SendResult } from '../../core/delivery/message.ts'
import type { Mailer } from '../../core/delivery/mailer.ts'
import type { ChannelDeps } from '../http-result.ts'
import { refusalOf } from './smtp-refusal.ts'

/** Connections to a server at most. Each carries one mail after the other while there is something to send. */
const mailConnections = 5
/** How long connecting may take, ms. */
const connectTimeout = 10_000
/** How long a server may say nothing, ms: less than a whole attempt has, so that what comes of it is known. */
const silenceTimeout = 25_000

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** A password is for the server that is meant: elsewhere than on this machine it is not sent before TLS. */
const needsTls = ({ protocol, hostname, username }: URL): boolean =>
  protocol === 'smtp:' && username !== '' && !loopback.test(hostname)

/**
 * Sends mail through the SMTP server of a channel, over a few connections that are kept while there is something to send.
 * TLS from the first byte (`smtps:`) or as the server offers it, certificates verified; signed where there is a key.
 */
export function createMailer(
  { smtp, from, replyTo, dkim }: Extract<Channel, { kind: 'email' }>,
  { secrets }: Pick<ChannelDeps, 'secrets'>,
): Mailer & { readonly close: () => void } {
  const transport = createTransport(
    {
      url: smtp,
      pool: true,
      maxConnections: mailConnections,
      maxMessages: Infinity,
      connectionTimeout: connectTimeout,
      greetingTimeout: connectTimeout,
      socketTimeout: silenceTimeout,
      dnsTimeout: connectTimeout,
      ...(needsTls(new URL(smtp)) && { requireTLS: true }),
      ...(dkim !== null && {
        dkim: {
          domainName: dkim.domain,
          keySelector: dkim.selector,
          privateKey: dkim.key,
        },
      }),
      // What a mail is made of comes as text: nothing is read from a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from, ...(replyTo !== null && { replyTo }) },
  )
  // Of an idle connection that broke nobody needs to know: the next mail opens another one.
  transport.on('error', () => {})
  return {
    async send({ attachments = [], headers, only, ...mail }, signal): Promise<SendResult> {
      signal.throwIfAborted()
      try {
        const { rejectedErrors = [] } = (await transport.sendMail({
          ...mail,
          headers: { ...headers },
          ...(only !== undefined && { envelope: { from: mail.from ?? from, to: only } }),
          attachments: [...attachments],
          // What is given up must not arrive beside the next attempt.
          signal,
        })) as { readonly rejectedErrors?: readonly Error[] }
        const [first] = rejectedErrors
        return first ? refusalOf(first, secrets) : { outcome: 'sent' }
      } catch (error) {
        return refusalOf(error as Error, secrets)
      }
    },
    close: () => transport.close(),
  }
}
