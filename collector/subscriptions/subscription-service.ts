import { randomBytes } from 'node:crypto'
import type { SubscriberChoices } from '../core/subscription/answer.ts'
import { confirmationLifetime } from '../core/delivery/confirmation-mail.ts'
import { mailboxOf } from '../core/subscription/email-address.ts'
import { topicOf } from '../core/delivery/notification.ts'
import type { Subscriber } from '../core/subscription/subscriber.ts'
import { Conflict } from '../store/store.ts'
import type { SubscriberStore, UnconfirmedChange } from '../store/subscriber-store.ts'
import { createRateLimit } from './rate-limit.ts'
import { type SubscriptionTokens, hashOfToken } from './tokens.ts'

const hour = 3_600_000
/** Mails with a link to confirm that one mailbox is sent within a day, for all who ask together. */
const maxConfirmationsPerDay = 3

/** Somebody wants a subscription, or another choice for one that is there. */
export type SubscriptionWish = Pick<Subscriber, 'kind' | 'address' | 'owner'> & SubscriberChoices

/** What visitors do with subscriptions. Every function rejects with StoreError. */
export type SubscriptionService = {
  /**
   * Keep a wish until it is confirmed by mail to its address, or to its owner. The same is read and written whether or not the
   * address is subscribed, and whether or not it has been sent too many mails: nobody can tell from the outside.
   */
  request(wish: SubscriptionWish): Promise<void>
  /** What a token would confirm; null for one that is unknown, used or over. */
  pending(token: string): Promise<UnconfirmedChange | null>
  /** Confirm, once. Null for a token that is unknown, used or over. */
  confirm(token: string): Promise<Subscriber | null>
  /** Whose a link to manage or to leave is; null for a link that is not ours. `subscriber` is null where they have left. */
  linked(
    purpose: 'manage' | 'leave',
    token: string,
  ): Promise<{ readonly subscriber: Subscriber | null } | null>
  /** Change what a subscriber chose; who was paused is reported again. Resolves to null where they have left meanwhile. */
  change(id: string, choices: SubscriberChoices): Promise<Subscriber | null>
  /** End a subscription: nothing of it is kept. Ending it again changes nothing. */
  leave(id: string): Promise<void>
}

/** What the service works with. */
export type SubscriptionServiceDeps = {
  readonly store: SubscriberStore
  readonly tokens: SubscriptionTokens
  /** ms since the epoch. */
  readonly now: () => number
  /** A new id: 12 characters `[a-z0-9]`. */
  readonly id: () => string
}

/** Subscriptions of visitors, over a store. */
export function createSubscriptionService({
  store,
  tokens,
  now,
  id,
}: SubscriptionServiceDeps): SubscriptionService {
  // Counts across all subscriptions that one mailbox confirms, which the store counts one by one.
  const mailboxes = createRateLimit(maxConfirmationsPerDay, 24 * hour)

  async function request({ kind, address, owner, ...choices }: SubscriptionWish): Promise<void> {
    const at = now()
    const isWaiting = mailboxes.take(mailboxOf(owner ?? address), at) > 0
    const attempt = async (): Promise<void> => {
      const subscriber: Subscriber = (await store.subscriberByAddress(kind, address)) ?? {
        id: id(),
        kind,
        address,
        owner,
        ...choices,
        state: 'unconfirmed',
        createdAt: at,
        confirmedAt: null,
        bounces: 0,
        keys: null,
      }
      const sent = await store.confirmationsSince(subscriber.id, at - 24 * hour)
      const isOver = isWaiting || sent >= maxConfirmationsPerDay
      const confirmation = randomBytes(16).toString('base64url')
      await store.requestConfirmation({
        subscriber,
        confirmation: {
          hash: hashOfToken(await tokens.confirmation(confirmation)),
          subscriber: subscriber.id,
          // One too many is stored all the same, as one that is over and does not count: no mail is made of it.
          createdAt: isOver ? 0 : at,
          expiresAt: isOver ? at : at + confirmationLifetime,
          choices,
        },
        notification: {
          key: `confirmation/${confirmation}`,
          topic: topicOf('confirmation', subscriber.id),
          owedAt: at,
          dueAt: at,
          follows: null,
          subject: { kind: 'confirmation', id: confirmation, subscriber: subscriber.id },
        },
      })
    }
    await attempt().catch((error: unknown) => {
      // The address was subscribed at the same instant: it is there now.
      if (error instanceof Conflict) return attempt()
      throw error
    })
  }

  return {
    request,
    pending: (token) => store.confirmationOf(hashOfToken(token), now()),
    confirm: (token) => store.confirmSubscriber(hashOfToken(token), now()),
    async linked(purpose, token) {
      const subscriber = await tokens.subscriberOf(purpose, token)
      return subscriber === null ? null : { subscriber: await store.subscriber(subscriber) }
    },
    async change(subscriber, choices) {
      const before = await store.subscriber(subscriber)
      if (!before || before.state === 'unconfirmed') return null
      const after: Subscriber = { ...before, ...choices, state: 'active', bounces: 0 }
      await store.putSubscribers([after])
      return after
    },
    async leave(subscriber) {
      await store.eraseSubscribers([subscriber])
    },
  }
}
