import type { Notification } from '../core/delivery/notification.ts'
import type { Subscriber, SubscriberKind, SubscriberState } from '../core/subscription/subscriber.ts'

/** Which subscribers to list, in the order of their ids. */
export type SubscriberFilter = {
  readonly kind?: SubscriberKind
  readonly state?: SubscriberState
  /** Part of the address. */
  readonly search?: string
  readonly limit: number
  /** Only those with a larger id: the next page. */
  readonly after?: string
}

/** A secret that was sent to somebody, kept as its hash: it confirms a subscription, once, until it ends. */
export type Confirmation = {
  /** SHA-256 of the token, hex. */
  readonly hash: string
  readonly subscriber: string
  readonly createdAt: number
  readonly expiresAt: number
  /** What the subscription is from then on: a change of what is there waits for the confirmation, too. */
  readonly choices: Pick<Subscriber, 'components' | 'kinds' | 'locale'>
}

/** A wish to subscribe, or to change what was chosen. */
export type ConfirmationRequest = {
  /** Stored where no subscriber has its id yet; one that is there stays as it is. */
  readonly subscriber: Subscriber
  readonly confirmation: Confirmation
  /** The mail that brings the token. */
  readonly notification: Notification
}

/** A subscriber as it is, and as a confirmation would make it. */
export type UnconfirmedChange = { readonly before: Subscriber; readonly after: Subscriber }

/** Reads who is notified of news. */
export type SubscriberReader = {
  subscribers(filter: SubscriberFilter): Promise<readonly Subscriber[]>
  subscriber(id: string): Promise<Subscriber | null>
  subscriberByAddress(kind: SubscriberKind, address: string): Promise<Subscriber | null>
  /** How many there are of each kind and state. */
  subscriberCounts(): Promise<
    readonly { readonly kind: SubscriberKind; readonly state: SubscriberState; readonly count: number }[]
  >
  /** How many confirmations were sent for a subscriber since an instant, ms. */
  confirmationsSince(subscriber: string, since: number): Promise<number>
}

/** Keeps who is notified of news. */
export type SubscriberStore = SubscriberReader & {
  /** Inserted or replaced by id. Rejects with Conflict where another one has the address. */
  putSubscribers(subscribers: readonly Subscriber[]): Promise<void>
  putConfirmation(confirmation: Confirmation): Promise<void>
  /**
   * Keep a confirmation with whom it is for, and owe the mail that brings it, in one transaction. Rejects with Conflict where
   * another subscriber has the address.
   */
  requestConfirmation(request: ConfirmationRequest): Promise<void>
  /**
   * Use a confirmation: its subscriber is active with its choices, and it is gone, in one transaction. Resolves to null for
   * one that is unknown, used or over (ms `now`).
   */
  confirmSubscriber(hash: string, now: number): Promise<Subscriber | null>
  /** What a confirmation would change, without using it; null for one that is unknown, used or over (ms `now`). */
  confirmationOf(hash: string, now: number): Promise<UnconfirmedChange | null>
  /** Count a message refused for good, or (null) forget those before it; the third in a row pauses. Resolves to the state. */
  recordBounce(id: string, bounced: boolean): Promise<SubscriberState | null>
  /** Remove subscribers with everything that names them: what they are owed, and what they were sent. Resolves to how many. */
  eraseSubscribers(ids: readonly string[]): Promise<number>
  /**
   * Remove those that were never confirmed and can no longer be, from before an instant (ms), and confirmations that are as
   * old. Resolves to how many subscribers.
   */
  pruneUnconfirmed(before: number): Promise<number>
  /**
   * What this installation keeps by a name for ever, from when it is first asked for: secrets for signatures, 32 random bytes
   * each, and the page's identity. Of two who ask at once, one makes it for both.
   */
  installationKey(name: string, make: () => Buffer): Promise<Buffer>
}
