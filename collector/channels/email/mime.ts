import { createTransport } from 'nodemailer'
import type { OutgoingMail } from '../../core/delivery/mailer.ts'

/** A mail as it goes over the wire (RFC 5322 and MIME), without a signature, and without sending it. */
export async function mimeOf(
  { headers, attachments = [], ...mail }: OutgoingMail,
  from: string,
): Promise<Buffer> {
  const transport = createTransport({ streamTransport: true, buffer: true })
  const { message } = await transport.sendMail({
    from,
    ...mail,
    headers: { ...headers },
    attachments: [...attachments],
  })
  return message as Buffer
}
