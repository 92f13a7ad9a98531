import type { DeliveryReader, DeliveryStore } from '../delivery-store.ts'
import type { NotificationStore } from '../notification-store.ts'
import type { RunChange } from './subscriber-store.ts'
import type { Tables } from './tables.ts'

/** The port's writes of deliveries. */
export function deliveryStore(
  { acknowledgeLinks, deliveries, notifications, pruneNotifications }: Tables,
  change: RunChange,
): Omit<DeliveryStore, keyof DeliveryReader> & NotificationStore {
  return {
    expandNotification: (expansion) =>
      change(['deliveries'], () => {
        deliveries.owe(expansion)
        notifications.advance(expansion.notification, expansion.cursor, expansion.at)
      }),
    // Claims are nothing that others need to know of.
    claimDeliveries: (claim) => change([], () => deliveries.claim(claim)),
    settleDeliveries: (settlements) =>
      change(['deliveries'], () => {
        for (const settlement of settlements) deliveries.settle(settlement)
      }),
    retryDeliveries: (ids, now) => change(['deliveries'], () => deliveries.retry(ids, now)),
    dropDeliveries: (ids, now) => change(['deliveries'], () => deliveries.drop(ids, now)),
    putAcknowledgeLink: (link) => change([], () => acknowledgeLinks.put(link)),
    pruneAcknowledgeLinks: (before) => change([], () => acknowledgeLinks.prune(before)),
    pruneNotifications: (before, limit) => change([], () => pruneNotifications(before, limit)),
    pruneDeliveries: (before, limit) => change([], () => deliveries.prune(before, limit)),
  }
}
