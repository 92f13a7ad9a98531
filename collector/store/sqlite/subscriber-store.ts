import type { ChangeKind } from '../changes.ts'
import type { SubscriberReader, SubscriberStore } from '../subscriber-store.ts'
import type { RunRead } from './reader.ts'
import type { Tables } from './tables.ts'

/** Runs a transaction that changes facts of some kinds. */
export type RunChange = <T>(kinds: readonly ChangeKind[], work: () => T) => Promise<T>

/** The port's writes of subscribers. */
export function subscriberStore(
  { subscribers, notifications }: Tables,
  change: RunChange,
  read: RunRead,
): Omit<SubscriberStore, keyof SubscriberReader> {
  return {
    putSubscribers: (list) =>
      change(['subscribers'], () => {
        for (const subscriber of list) subscribers.write(subscriber)
      }),
    putConfirmation: (confirmation) =>
      change(['subscribers'], () => subscribers.putConfirmation(confirmation)),
    requestConfirmation: ({ subscriber, confirmation, notification }) =>
      change(['subscribers', 'deliveries'], () => {
        subscribers.writeNew(subscriber)
        subscribers.putConfirmation(confirmation)
        notifications.add(notification)
      }),
    confirmSubscriber: (hash, now) =>
      change(['subscribers'], () => {
        const confirmation = subscribers.confirmation(hash, now)
        if (!confirmation) return null
        subscribers.write(confirmation.after)
        subscribers.useConfirmation(hash)
        return confirmation.after
      }),
    confirmationOf: (hash, now) => read(() => subscribers.confirmation(hash, now)),
    recordBounce: (id, bounced) => change(['subscribers'], () => subscribers.recordBounce(id, bounced)),
    eraseSubscribers: (ids) => change(['subscribers', 'deliveries'], () => subscribers.remove(ids)),
    pruneUnconfirmed: (before) => change(['subscribers'], () => subscribers.pruneUnconfirmed(before)),
    async installationKey(name, random) {
      const known = await read(() => subscribers.key(name))
      if (known) return known
      return change([], () => {
        // Another process may have been faster: the key that is there holds.
        subscribers.addKey(name, random())
        return subscribers.key(name)!
      })
    },
  }
}
