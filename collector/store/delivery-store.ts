import type { Notification } from '../core/delivery/notification.ts'

/** A notification of which not all deliveries have been made yet. */
export type PendingNotification = Notification & {
  /** Orders notifications by when they were stored. */
  readonly sequence: number
  /** How far its recipients have been gone through; null at the beginning. */
  readonly cursor: string | null
}

/** `dead`: given up; `dropped`: by a person, or because there is nothing left to say. */
export type DeliveryState = 'pending' | 'sent' | 'dead' | 'dropped'

/** A message owed to one recipient by one channel. Instants in ms. */
export type Delivery = {
  readonly id: number
  /** Name of the channel in the configuration, or `subscribers/KIND`. */
  readonly channel: string
  /** Id of a subscriber, or of an address that the channel names and tells by itself; empty: the channel is the recipient. */
  readonly recipient: string
  readonly topic: string
  /** Keys of the notifications it tells, oldest first. */
  readonly notifications: readonly string[]
  readonly state: DeliveryState
  readonly createdAt: number
  /** Not to be tried before. */
  readonly dueAt: number
  /** Attempts that failed so far. */
  readonly failures: number
  /** When it was first tried; null before. */
  readonly firstTriedAt: number | null
  /** When it was sent, given up or dropped; null while pending. */
  readonly finishedAt: number | null
  /** Why the last attempt failed, without secrets; null where none has. */
  readonly error: string | null
}

/** A delivery to be made of a notification. */
export type NewDelivery = Pick<Delivery, 'channel' | 'recipient' | 'topic' | 'dueAt'>

/** The deliveries of a notification for some more of its recipients. */
export type Expansion = {
  readonly notification: string
  readonly deliveries: readonly NewDelivery[]
  /** How far its recipients have been gone through; null where all have been. */
  readonly cursor: string | null
  readonly at: number
}

/** A right to send deliveries, until it ends; nobody else sends them meanwhile. */
export type Claim = {
  /** Unique to the claiming process and to this claim. */
  readonly token: string
  readonly channel: string
  readonly now: number
  /** From this instant on others may claim them, ms. */
  readonly until: number
  readonly limit: number
  /** As soon as any is due, claim what comes due within this time too, to send it together, ms; 0 for what is due only. */
  readonly ahead: number
  /** Claim with them, beyond the limit, all else that is due for the same recipients: it may be reported together. */
  readonly wholeRecipients?: true
}

/** What became of a claimed delivery. One whose claim was lost meanwhile is left as it is. */
export type Settlement = { readonly id: number; readonly claim: string; readonly at: number } & (
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'dropped'; readonly error: string | null }
  | { readonly outcome: 'dead'; readonly error: string; readonly failures: number }
  | { readonly outcome: 'retry'; readonly error: string; readonly failures: number; readonly dueAt: number }
  /** Not tried after all: it waits until then. */
  | { readonly outcome: 'released'; readonly dueAt: number }
)

/** Which deliveries to list, newest first. */
export type DeliveryFilter = {
  readonly states?: readonly DeliveryState[]
  readonly channel?: string
  readonly topic?: string
  readonly limit: number
  /** Only those with a smaller id: the next page. */
  readonly before?: number
}

/** How many deliveries of a channel there are in a state. */
export type DeliveryCount = {
  readonly channel: string
  readonly state: DeliveryState
  readonly count: number
  /** The earliest `createdAt` among them, ms. */
  readonly oldestAt: number
}

/** A link in a message to the team, kept as the hash of its token: it says that somebody takes care of these. */
export type AcknowledgeLink = {
  /** SHA-256 of the token, hex. */
  readonly hash: string
  /** Ids. */
  readonly incidents: readonly string[]
  readonly alerts: readonly string[]
  /** The channel whose message has the link. */
  readonly channel: string
  readonly createdAt: number
}

/** Reads what is owed. */
export type DeliveryReader = {
  /** Not fully expanded, oldest first. Their deliveries wait until they are due. */
  pendingNotifications(limit: number): Promise<readonly PendingNotification[]>
  /** By their keys, in the order they were stored. */
  notifications(keys: readonly string[]): Promise<readonly Notification[]>
  /** Which of these keys have been owed. */
  owedKeys(keys: readonly string[]): Promise<ReadonlySet<string>>
  /** The channels for which something is due by now (ms) that nobody is sending. */
  dueChannels(now: number): Promise<readonly string[]>
  deliveries(filter: DeliveryFilter): Promise<readonly Delivery[]>
  delivery(id: number): Promise<Delivery | null>
  deliveryCounts(): Promise<readonly DeliveryCount[]>
  /** By the hash of its token. */
  acknowledgeLink(hash: string): Promise<AcknowledgeLink | null>
  /** The instants (ms) at which a channel last sent something of each topic, by default to the channel's own recipients. */
  lastSent(
    channel: string,
    topics: readonly string[],
    recipient?: string,
  ): Promise<ReadonlyMap<string, number>>
}

/** Makes deliveries of notifications, and keeps what becomes of them. */
export type DeliveryStore = DeliveryReader & {
  /**
   * Make deliveries for some recipients of a notification and move its cursor, in one transaction. Where one of the same
   * channel, recipient and topic waits unclaimed, the notification joins it, at the earlier of both due times.
   */
  expandNotification(expansion: Expansion): Promise<void>
  /** Compare-and-set: pending deliveries that are due and that nobody else has claimed, oldest first. */
  claimDeliveries(claim: Claim): Promise<readonly Delivery[]>
  settleDeliveries(settlements: readonly Settlement[]): Promise<void>
  /**
   * Try dead or pending ones again at once (by a person), as if for the first time; of several for one recipient and topic
   * one tells it all. What is being sent is left. Resolves to how many.
   */
  retryDeliveries(ids: readonly number[], now: number): Promise<number>
  /** Never send these; those sent already are left. Resolves to how many. */
  dropDeliveries(ids: readonly number[], now: number): Promise<number>
  /** Kept before the message is sent; one that is there stays. */
  putAcknowledgeLink(link: AcknowledgeLink): Promise<void>
  /** Forget links from before an instant (ms) whose incidents and alerts are over. Resolves to how many. */
  pruneAcknowledgeLinks(before: number): Promise<number>
  /** Forget what was finished before an instant (ms); at most `limit`. Resolves to how many. */
  pruneDeliveries(before: number, limit: number): Promise<number>
}
