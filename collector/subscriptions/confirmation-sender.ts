import type { Config } from '../core/config/config.ts'
import { confirmationMail } from '../core/delivery/confirmation-mail.ts'
import type { Mailer } from '../core/delivery/mailer.ts'
import type { SubscriberLinks } from '../core/subscription/subscriber-links.ts'
import type { Audience } from '../deliveries/expand-notifications.ts'
import { hideAddress } from '../deliveries/hide-address.ts'
import type { SendOutcome, Sender } from '../deliveries/sender.ts'
import type { Delivery, DeliveryReader } from '../store/delivery-store.ts'
import type { SubscriberStore } from '../store/subscriber-store.ts'
import { type SubscriptionTokens, hashOfToken } from './tokens.ts'

/**
 * The channel of mails that bring a link to confirm. It is one of its own: such a mail does not wait behind
 * ten thousand about an incident.
 */
const confirmationChannel = 'subscribers/confirmation'

/** What the sender works with. */
export type ConfirmationSenderDeps = {
  readonly store: Pick<DeliveryReader, 'notifications'> & Pick<SubscriberStore, 'confirmationOf'>
  readonly config: Pick<Config, 'page' | 'components'>
  readonly mailer: Mailer
  readonly tokens: SubscriptionTokens
  readonly links: SubscriberLinks
  /** ms since the epoch. */
  readonly now: () => number
}

/** Who is sent a link to confirm: the one it is for. */
export const confirmationAudience: Audience = ({ subject, topic, dueAt }) =>
  Promise.resolve({
    cursor: null,
    deliveries:
      subject.kind === 'confirmation'
        ? [{ channel: confirmationChannel, recipient: subject.subscriber, topic, dueAt }]
        : [],
  })

/** Sends links to confirm. Of several that one subscriber asked for while they waited, the last one that holds is sent. */
export function createConfirmationSender(deps: ConfirmationSenderDeps): Sender {
  return {
    channel: confirmationChannel,
    concurrency: 2,
    perSecond: 10,
    ahead: 0,
    plan: (deliveries) =>
      Promise.resolve(
        deliveries.map((delivery) => ({
          deliveries: [delivery],
          attempt: (signal) => attempt(delivery, deps, signal),
        })),
      ),
  }
}

async function attempt(
  { notifications }: Delivery,
  { store, config, mailer, tokens, links, now }: ConfirmationSenderDeps,
  signal: AbortSignal,
): Promise<SendOutcome> {
  for (const { subject, owedAt } of (await store.notifications(notifications)).toReversed()) {
    if (subject.kind !== 'confirmation') continue
    const change = await store.confirmationOf(hashOfToken(await tokens.confirmation(subject.id)), now())
    if (!change) continue
    const mail = confirmationMail(change, { config, link: await links.confirm(subject.id), at: owedAt })
    return hideAddress(await mailer.send(mail, signal), mail.to)
  }
  return {
    outcome: 'dropped',
    reason: 'the link to confirm was used or is over, or too many were asked for within a day',
  }
}
