import type { SendResult } from '../core/delivery/message.ts'
import type { Delivery } from '../store/delivery-store.ts'

/** What became of deliveries that were to be sent. */
export type SendOutcome =
  | SendResult
  /** There is nothing to say any more; why, for the list of deliveries. */
  | { readonly outcome: 'dropped'; readonly reason: string }
  /** Not now: it is sent from this instant on, ms, with what comes until then. */
  | { readonly outcome: 'released'; readonly dueAt: number }

/** Deliveries that are one message, and how to send it. */
export type PlannedMessage = {
  readonly deliveries: readonly Delivery[]
  /** Rejects only where this program is at fault; the attempt then counts as failed. */
  attempt(signal: AbortSignal): Promise<SendOutcome>
}

/** Sends what is owed by one channel. */
export type Sender = {
  /** Name of the channel in deliveries. */
  readonly channel: string
  /** Messages under way at once. */
  readonly concurrency: number
  /** Most messages begun within a second; null for as many as go. */
  readonly perSecond: number | null
  /** What comes due within this time of what is due is planned with it, ms: what happens together is reported together. */
  readonly ahead: number
  /** All that is due for a recipient is planned at once. */
  readonly wholeRecipients?: true
  /** The messages that these deliveries make by now. Each delivery is in one of them. Rejects with StoreError. */
  plan(deliveries: readonly Delivery[]): Promise<readonly PlannedMessage[]>
}
