import { type TeamNewsKind, isPublicKind } from '../core/config/channel.ts'
import type { Config } from '../core/config/config.ts'
import type { NotificationSubject } from '../core/delivery/notification.ts'
import { teamRecipients } from '../core/delivery/team-recipients.ts'
import type { Priority } from '../core/incident/incident.ts'
import type { NewDelivery } from '../store/delivery-store.ts'
import type { NoticeReader } from '../store/notice-store.ts'

/** Names of the channels that are told of a kind of news, in the order of the file. */
export const channelsFor = (news: TeamNewsKind, { channels }: Pick<Config, 'channels'>): readonly string[] =>
  channels.filter((channel) => channel.news.includes(news)).map(({ name }) => name)

/** Those told of an incident: of the team those that its priority names, and whoever tells the public of incidents. */
export function incidentChannels(
  priority: Priority | null,
  config: Pick<Config, 'channels' | 'escalations'>,
): readonly string[] {
  const wanting = channelsFor('incidents', config)
  const notify = (priority === null ? null : config.escalations[priority]?.notify) ?? null
  if (notify === null) return wanting
  return config.channels
    .filter(({ name, kind }) => notify.includes(name) || (isPublicKind(kind) && wanting.includes(name)))
    .map(({ name }) => name)
}

/** Names of the channels that tell of something. Rejects with StoreError. */
export async function teamChannels(
  subject: NotificationSubject,
  config: Pick<Config, 'channels' | 'escalations'>,
  store: NoticeReader,
): Promise<readonly string[]> {
  switch (subject.kind) {
    case 'incident':
      return incidentChannels((await store.incident(subject.id))?.priority ?? null, config)
    case 'maintenance':
      return channelsFor('maintenance', config)
    case 'announcement':
      return channelsFor('announcements', config)
    case 'report':
      return channelsFor('reports', config)
    case 'deployment':
      return channelsFor('deployments', config)
    default:
      return []
  }
}

/** What the team is owed of a notification by these channels: one delivery for each address that is told by itself. */
export const teamDeliveries = (
  names: readonly string[],
  { channels }: Pick<Config, 'channels'>,
  { topic, dueAt }: { readonly topic: string; readonly dueAt: number },
): readonly NewDelivery[] =>
  channels
    .filter(({ name }) => names.includes(name))
    .flatMap((channel) => {
      const recipients = [...teamRecipients(channel).keys()]
      return (recipients.length === 0 ? [''] : recipients).map((recipient) => ({
        channel: channel.name,
        recipient,
        topic,
        dueAt,
      }))
    })
