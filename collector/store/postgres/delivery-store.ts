import type { DeliveryReader, DeliveryStore } from '../delivery-store.ts'
import type { RunWrite } from './reader.ts'
import { acknowledgeLinkTable } from './tables/acknowledge-links.ts'
import { claimTable } from './tables/claims.ts'
import { deliveryTable } from './tables/deliveries.ts'
import { notificationTable } from './tables/notifications.ts'

/** The port's writes of deliveries. */
export function deliveryStore(change: RunWrite): Omit<DeliveryStore, keyof DeliveryReader> {
  return {
    expandNotification: (expansion) =>
      change(['deliveries'], async (sql) => {
        await deliveryTable.owe(sql, expansion)
        await notificationTable.advance(sql, expansion.notification, expansion.cursor, expansion.at)
      }),
    // Claims are nothing that others need to know of.
    claimDeliveries: (claim) => change([], (sql) => claimTable.claim(sql, claim)),
    settleDeliveries: (settlements) =>
      change(['deliveries'], async (sql) => {
        for (const settlement of settlements) await claimTable.settle(sql, settlement)
      }),
    retryDeliveries: (ids, now) => change(['deliveries'], (sql) => claimTable.retry(sql, ids, now)),
    dropDeliveries: (ids, now) => change(['deliveries'], (sql) => claimTable.drop(sql, ids, now)),
    putAcknowledgeLink: (link) => change([], (sql) => acknowledgeLinkTable.put(sql, link)),
    pruneAcknowledgeLinks: (before) => change([], (sql) => acknowledgeLinkTable.prune(sql, before)),
    pruneDeliveries: (before, limit) => change([], (sql) => deliveryTable.prune(sql, before, limit)),
  }
}
