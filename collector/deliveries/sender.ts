import type { SendResult } from '../core/delivery/message.ts'
import type { Delivery } from '../store/delivery-store.ts'

/** What became of deliveries that were to be sent. */
export type SendOutcome =
  | SendResult
  /** There is nothing to say any more; why, for the list of deliveries. */
  | { readonly outcome: 'dropped'; readonly reason: string }
  /** Not now: it is sent from this instant on, ms, with what comes until then. */
  | { readonly outcome: 'released'; readonly dueAt: number }

/** Sends what is owed by one channel. */
export type Sender = {
  /** Name of the channel in deliveries. */
  readonly channel: string
  /** Messages under way at once. */
  readonly concurrency: number
  /** Most messages begun within a second; null for as many as go. */
  readonly perSecond: number | null
  /**
   * Which deliveries are one message each: all that waits in the channel is claimed at once, and what happened together is
   * told together. Null where every delivery is a message of its own.
   */
  readonly group: ((deliveries: readonly Delivery[]) => Promise<readonly (readonly Delivery[])[]>) | null
  /** Send these as one message. Rejects only where this program is at fault; the attempt then counts as failed. */
  send(deliveries: readonly Delivery[], signal: AbortSignal): Promise<SendOutcome>
}
