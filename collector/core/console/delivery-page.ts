/** What became of a message. */
export const shownStates = ['dead', 'pending', 'sent', 'dropped'] as const

/** A message owed to one recipient, as the team sees it: whom it is for is not shown. Instants in ms. */
type DeliveryLine = {
  readonly id: number
  /** Name of the channel, or `subscribers/KIND`. */
  readonly channel: string
  /** What it is about: `incident/ID`. */
  readonly topic: string
  readonly state: (typeof shownStates)[number]
  readonly createdAt: number
  readonly failures: number
  /** Why the last attempt failed, without addresses and secrets. */
  readonly error: string | null
}

/** The page of messages. */
export type DeliveryPage = {
  readonly page: 'deliveries'
  readonly deliveries: readonly DeliveryLine[]
  /** The state that is shown; null for all. */
  readonly state: DeliveryLine['state'] | null
  /** The id that the next page comes before; null on the last. */
  readonly next: number | null
}
