import type { NotificationSubject } from '../core/delivery/notification.ts'
import { affectedComponents } from '../core/incident/incident.ts'
import { type NewsKind, type SubscriberKind, wants } from '../core/subscription/subscriber.ts'
import type { PendingNotification } from '../store/delivery-store.ts'
import type { NoticeReader } from '../store/notice-store.ts'
import type { SubscriberReader } from '../store/subscriber-store.ts'
import type { Audience } from './expand-notifications.ts'

/** The channel of deliveries to subscribers of a kind. */
export const subscriberChannel = (kind: SubscriberKind): string => `subscribers/${kind}`

/** How many subscribers are gone through in one transaction. */
const pageSize = 500

/** What news concerns, for subscribers; null for what is told to the team alone. */
type Concern = {
  readonly kind: NewsKind
  readonly components: readonly string[]
  /** Told to subscribers of this kind alone. */
  readonly only?: SubscriberKind
}

/**
 * Who of the subscribers is owed news: those that are active, want its kind and one of its components. The cursor is the id
 * of the last subscriber gone through.
 */
export function subscriberAudience(
  store: NoticeReader & SubscriberReader,
  offered: ReadonlySet<SubscriberKind>,
): Audience {
  return async (notification: PendingNotification, cursor) => {
    const concern = await concernOf(notification.subject, store)
    const isOffered = concern?.only === undefined ? offered.size > 0 : offered.has(concern.only)
    if (!concern || !isOffered) return { deliveries: [], cursor: null }
    const page = await store.subscribers({ limit: pageSize, after: cursor ?? '', state: 'active' })
    const { topic, dueAt } = notification
    return {
      deliveries: page
        .filter((one) => (concern.only ?? one.kind) === one.kind)
        .filter((one) => offered.has(one.kind) && wants(one, concern.kind, concern.components))
        .map(({ id, kind }) => ({ channel: subscriberChannel(kind), recipient: id, topic, dueAt })),
      cursor: page.length < pageSize ? null : page[page.length - 1]!.id,
    }
  }
}

async function concernOf(subject: NotificationSubject, store: NoticeReader): Promise<Concern | null> {
  switch (subject.kind) {
    case 'incident': {
      const incident = await store.incident(subject.id)
      return incident && { kind: 'incidents', components: Object.keys(affectedComponents(incident)) }
    }
    case 'maintenance': {
      const maintenance = await store.maintenance(subject.id)
      return maintenance && { kind: 'maintenance', components: maintenance.components }
    }
    case 'announcement':
      return { kind: 'announcements', components: [] }
    // People read of it in the words of an incident or a maintenance; programs want the bare status.
    case 'component_status':
      return { kind: 'incidents', components: [subject.component], only: 'webhook' }
    case 'report':
      return { kind: 'reports', components: [] }
    default:
      return null
  }
}
