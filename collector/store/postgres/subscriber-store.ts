import type { SubscriberReader, SubscriberStore } from '../subscriber-store.ts'
import type { RunQuery, RunWrite } from './reader.ts'
import { notificationTable } from './tables/notifications.ts'
import { subscriberTable } from './tables/subscribers.ts'

/** The port's writes of subscribers. */
export function subscriberStore(
  change: RunWrite,
  read: RunQuery,
): Omit<SubscriberStore, keyof SubscriberReader> {
  return {
    putSubscribers: (list) => change(['subscribers'], (sql) => subscriberTable.put(sql, list)),
    putConfirmation: (one) => change(['subscribers'], (sql) => subscriberTable.putConfirmation(sql, one)),
    requestConfirmation: ({ subscriber, confirmation, notification }) =>
      change(['subscribers', 'deliveries'], async (sql) => {
        await subscriberTable.putNew(sql, subscriber)
        await subscriberTable.putConfirmation(sql, confirmation)
        await notificationTable.add(sql, [notification])
      }),
    confirmSubscriber: (hash, now) =>
      change(['subscribers'], async (sql) => {
        const confirmation = await subscriberTable.confirmation(sql, hash, now, 'FOR UPDATE')
        if (!confirmation) return null
        await subscriberTable.put(sql, [confirmation.after])
        await subscriberTable.useConfirmation(sql, hash)
        return confirmation.after
      }),
    confirmationOf: (hash, now) => read((sql) => subscriberTable.confirmation(sql, hash, now)),
    recordBounce: (id, bounced) =>
      change(['subscribers'], (sql) => subscriberTable.recordBounce(sql, id, bounced)),
    eraseSubscribers: (ids) =>
      change(['subscribers', 'deliveries'], (sql) => subscriberTable.remove(sql, ids)),
    pruneUnconfirmed: (before) =>
      change(['subscribers'], (sql) => subscriberTable.pruneUnconfirmed(sql, before)),
    async installationKey(name, random) {
      const known = await read((sql) => subscriberTable.key(sql, name))
      if (known) return known
      return change([], async (sql) => {
        // Another process may have been faster: the key that is there holds.
        await subscriberTable.addKey(sql, name, random())
        return (await subscriberTable.key(sql, name))!
      })
    },
  }
}
