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
  /** All that waits is one message: what happens together is told together. Otherwise each delivery is one. */
  readonly together: boolean
  /** Send these as one message. Rejects only where this program is at fault; the attempt then counts as failed. */
  send(deliveries: readonly Delivery[], signal: AbortSignal): Promise<SendOutcome>
}
