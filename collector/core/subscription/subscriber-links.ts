/** Absolute addresses that are sent to subscribers. Each carries a token: it belongs into no log and no other mail. */
export type SubscriberLinks = {
  /** The page that confirms a subscription or a change, by the id of the confirmation; it works once, for 48 h. */
  confirm(confirmation: string): Promise<string>
  /** The page on which a subscriber changes what they chose, by the subscriber's id. */
  manage(subscriber: string): Promise<string>
  /** The page that ends the subscription; `List-Unsubscribe` of RFC 8058 names it. */
  leave(subscriber: string): Promise<string>
}
