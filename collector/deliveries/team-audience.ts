import type { Config } from '../core/config/config.ts'
import type { NotificationSubject } from '../core/delivery/notification.ts'
import type { NewDelivery } from '../store/delivery-store.ts'
import type { NoticeReader } from '../store/notice-store.ts'

/** Names of the channels that tell the team of something. Rejects with StoreError. */
export async function teamChannels(
  subject: NotificationSubject,
  { channels, escalations }: Pick<Config, 'channels' | 'escalations'>,
  store: NoticeReader,
): Promise<readonly string[]> {
  const all = channels.map(({ name }) => name)
  switch (subject.kind) {
    case 'incident': {
      const priority = (await store.incident(subject.id))?.priority ?? null
      return (priority === null ? null : escalations[priority]?.notify) ?? all
    }
    case 'maintenance':
      // A window planned for weeks is no reason for an SMS.
      return channels.filter(({ kind }) => kind !== 'sms').map(({ name }) => name)
    case 'announcement':
      return channels.filter(({ kind }) => kind !== 'sms').map(({ name }) => name)
    case 'report':
      // It is read, and not answered: it goes where there is room for it.
      return channels.filter(({ kind }) => kind === 'email').map(({ name }) => name)
    default:
      return []
  }
}

/** What the team is owed of a notification. */
export const teamDeliveries = (
  channels: readonly string[],
  { topic, dueAt }: { readonly topic: string; readonly dueAt: number },
): readonly NewDelivery[] => channels.map((channel) => ({ channel, recipient: '', topic, dueAt }))
