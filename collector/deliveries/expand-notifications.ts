import type { Clock } from '../core/time/clock.ts'
import { sleep } from '../core/time/clock.ts'
import type { DeliveryStore, NewDelivery, PendingNotification } from '../store/delivery-store.ts'

/** Some recipients of a notification, and where the next ones begin; a null cursor: these are the last. */
type Recipients = { readonly deliveries: readonly NewDelivery[]; readonly cursor: string | null }

/** Who is owed a notification, some at a time: `cursor` is what the recipients before it came with, null for the first. */
export type Audience = (notification: PendingNotification, cursor: string | null) => Promise<Recipients>

/** How many notifications are looked at in one go. */
const batch = 50

/**
 * Make the deliveries of every notification that has none yet. A notification to many is gone through in pieces, each durable with
 * the place it came to, and the event loop runs between them. Rejects with StoreError; what was done stays done.
 */
export async function expandNotifications(
  store: Pick<DeliveryStore, 'pendingNotifications' | 'expandNotification'>,
  audience: Audience,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const due = await store.pendingNotifications(batch)
    for (const notification of due) {
      let { cursor } = notification
      do {
        if (signal.aborted) return
        const recipients = await audience(notification, cursor)
        cursor = recipients.cursor
        const { deliveries } = recipients
        await store.expandNotification({
          notification: notification.key,
          deliveries,
          cursor,
          at: clock.now(),
        })
        await sleep(clock, 0, signal)
      } while (cursor !== null)
    }
    if (due.length < batch) return
  }
}

/** The recipients of several audiences, one audience after the other. */
export function joinAudiences(audiences: readonly Audience[]): Audience {
  return async (notification, cursor) => {
    // The cursor is the number of the audience and its own cursor.
    const [, number = '0', own = ''] = /^(\d+):(.*)$/.exec(cursor ?? '') ?? []
    const index = Number(number)
    const recipients = await audiences[index]!(notification, own === '' ? null : own)
    if (recipients.cursor !== null) return { ...recipients, cursor: `${index}:${recipients.cursor}` }
    return { ...recipients, cursor: index + 1 < audiences.length ? `${index + 1}:` : null }
  }
}
