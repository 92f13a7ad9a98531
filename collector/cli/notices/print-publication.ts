import { announcementKey } from '../../core/delivery/announcement-notification.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Notice, NoticeRow } from '../../core/incident/notice.ts'
import { type Maintenance, announcedFrom } from '../../core/maintenance/maintenance.ts'
import { channelsFor, incidentChannels } from '../../deliveries/team-audience.ts'
import { formatInstantWords } from '../../notices/rules/time-words.ts'
import { listSome } from '../../app/errors.ts'
import type { NoticeCommandContext } from './command-context.ts'

/** Where the pages of each kind are. */
const folders = { incident: 'incidents', maintenance: 'maintenance', announcement: 'announcements' }

/** What is told once something is written: where it is public, from when, and who learns of it. */
export async function printPublication(
  {
    terminal,
    config,
    collectorRunning,
    store,
  }: Pick<NoticeCommandContext, 'terminal' | 'config' | 'collectorRunning' | 'store'>,
  kind: Notice['kind'],
  notice: NoticeRow,
  notify = true,
): Promise<void> {
  const now = Date.now()
  const path = `/${folders[kind]}/${notice.id}/`
  const { url } = config.page
  const address = url === null ? `${path} on the page` : `${url.replace(/\/+$/, '')}${path}`
  terminal.err(
    collectorRunning
      ? `It is public within a second: ${address}`
      : `It becomes public when the collector is started, or with \`vigie build\`: ${address}`,
  )
  if (notice.withdrawn) return
  const announcedAt = kind === 'maintenance' ? announcedFrom(notice as Maintenance, config.notice) : now
  const audience =
    kind !== 'maintenance'
      ? 'readers of the page and of its feeds'
      : announcedAt > now
        ? `readers of the calendar now; of the overview and the feeds from ${formatInstantWords(announcedAt, config.page.timezone)}`
        : 'readers of the page, of its feeds and of its calendar'
  if (!notify) {
    terminal.err(`Told: ${audience}; nobody beyond them, as you said.`)
    return
  }
  const { hub } = config.publish
  terminal.err(`Told: ${audience}${hub === null ? '' : `; subscribers of the hub ${hub}`}.`)
  const names = await toldChannels(kind, notice, { config, store })
  if (names.length > 0)
    terminal.err(
      collectorRunning
        ? `Told within seconds: the channels ${listSome(names)}.`
        : `Told when the collector is started: the channels ${listSome(names)}.`,
    )
}

/** Names of the channels that are owed what was just written. */
async function toldChannels(
  kind: Notice['kind'],
  notice: NoticeRow,
  { config, store }: Pick<NoticeCommandContext, 'config' | 'store'>,
): Promise<readonly string[]> {
  const owed = await store.owedKeys(newsKeys(kind, notice))
  if (owed.size === 0) return []
  const names =
    kind === 'incident'
      ? incidentChannels((notice as Incident).priority, config)
      : channelsFor(kind === 'maintenance' ? 'maintenance' : 'announcements', config)
  // A channel of mail without addresses is there for subscribers.
  return names.filter((name) =>
    config.channels.some(
      (channel) => channel.name === name && !(channel.kind === 'email' && channel.to.length === 0),
    ),
  )
}

/** The keys that news of what was just written may have. */
function newsKeys(kind: Notice['kind'], notice: NoticeRow): readonly string[] {
  if (kind === 'announcement') return [announcementKey(notice.id)].filter(() => notice.version === 1)
  if (kind === 'incident') {
    const last = (notice as Incident).updates.at(-1)
    return last ? [`incident/${notice.id}/${last.id}`] : []
  }
  const { id, version, updates } = notice as Maintenance
  const last = updates.at(-1)
  return [
    ...(version === 1 ? ['announced'] : []),
    `rescheduled/${version}`,
    ...(last?.status === 'cancelled' ? ['cancelled'] : []),
    ...(last ? [`updated/${last.id}`] : []),
    ...(last?.status === 'in_progress' ? ['started'] : []),
    ...(last?.status === 'completed' ? ['completed'] : []),
  ].map((part) => `maintenance/${id}/${part}`)
}
