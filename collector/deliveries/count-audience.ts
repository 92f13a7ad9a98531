import type { AudienceCount } from '../core/delivery/audience-count.ts'
import { incidentNotifications } from '../core/delivery/incident-notifications.ts'
import { announcedKey, maintenanceNotifications } from '../core/delivery/maintenance-notifications.ts'
import type { Notification } from '../core/delivery/notification.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Maintenance } from '../core/maintenance/maintenance.ts'
import type { AlertReader } from '../store/alert-store.ts'
import type { DeliveryReader } from '../store/delivery-store.ts'
import type { NoticeReader } from '../store/notice-store.ts'
import type { SubscriberReader } from '../store/subscriber-store.ts'
import type { Audience } from './expand-notifications.ts'

/** What decides who is told. */
export type AudienceFacts = NoticeReader & SubscriberReader & AlertReader & Pick<DeliveryReader, 'owedKeys'>

/** A notice as it would become; `before` as it is stored, null for a new one. */
export type NoticeChange =
  | { readonly kind: 'incident'; readonly before: Incident | null; readonly after: Incident }
  | { readonly kind: 'maintenance'; readonly before: Maintenance | null; readonly after: Maintenance }

/**
 * How many messages a change would owe at once, by channel, as the worker that makes deliveries would make them. Nothing is
 * owed by asking. Rejects with StoreError.
 *
 * @param audienceOf who is owed news of facts
 * @param now ms
 */
export async function countAudience(
  change: NoticeChange,
  facts: AudienceFacts,
  audienceOf: (facts: AudienceFacts) => Audience,
  now: number,
): Promise<readonly AudienceCount[]> {
  const audience = audienceOf(withChange(facts, change))
  const counts = new Map<string, number>()
  for (const notification of await owedBy(change, facts, now)) {
    let cursor: string | null = null
    do {
      const recipients = await audience({ ...notification, sequence: 0, cursor }, cursor)
      for (const { channel } of recipients.deliveries) counts.set(channel, (counts.get(channel) ?? 0) + 1)
      ;({ cursor } = recipients)
    } while (cursor !== null)
  }
  return [...counts].map(([channel, count]) => ({ channel, count }))
}

/** The facts as they would be. */
const withChange = (facts: AudienceFacts, change: NoticeChange): AudienceFacts => ({
  ...facts,
  incident: async (id) =>
    change.kind === 'incident' && change.after.id === id ? change.after : facts.incident(id),
  maintenance: async (id) =>
    change.kind === 'maintenance' && change.after.id === id ? change.after : facts.maintenance(id),
})

/** What the store would owe of the change. */
async function owedBy(
  change: NoticeChange,
  facts: AudienceFacts,
  now: number,
): Promise<readonly Notification[]> {
  const { owedKeys } = facts
  const owed = await owedKeys(change.kind === 'maintenance' ? [announcedKey(change.after.id)] : [])
  return change.kind === 'incident'
    ? incidentNotifications(change.before, change.after, now)
    : maintenanceNotifications(change.before, change.after, (key) => owed.has(key), now)
}
