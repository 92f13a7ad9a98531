import type { Channel } from '../../core/config/channel.ts'
import type { Notifier } from '../../core/delivery/message.ts'
import { teamMail } from '../../core/delivery/team-mail.ts'
import type { ChannelDeps } from '../http-result.ts'
import { createMailer } from './mailer.ts'

/** The team by e-mail: one mail that names all its addresses, handed over for each by itself. Null for a channel that names none, which sends to subscribers alone. */
export function createEmailNotifier(
  channel: Extract<Channel, { kind: 'email' }>,
  deps: ChannelDeps,
): Notifier | null {
  if (channel.to.length === 0) return null
  const mailer = createMailer(channel, deps)
  return {
    send(message, signal, to) {
      const mail = teamMail(message, channel, deps.words)
      return mailer.send(to === undefined ? mail : { ...mail, only: to }, signal)
    },
    close: mailer.close,
  }
}
