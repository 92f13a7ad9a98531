import type { Notice, NoticeRow } from '../../core/incident/notice.ts'
import { type Maintenance, announcedFrom } from '../../core/maintenance/maintenance.ts'
import { formatInstantWords } from '../../notices/rules/time-words.ts'
import { listSome } from '../../app/errors.ts'
import type { NoticeCommandContext } from './command-context.ts'

/** Where the pages of each kind are. */
const folders = { incident: 'incidents', maintenance: 'maintenance', announcement: 'announcements' }

/** What is told once something is written: where it is public, from when, and who learns of it. */
export function printPublication(
  {
    terminal,
    config,
    collectorRunning,
  }: Pick<NoticeCommandContext, 'terminal' | 'config' | 'collectorRunning'>,
  kind: Notice['kind'],
  notice: NoticeRow,
  notify = true,
): void {
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
  if (!notify) return terminal.err(`Told: ${audience}; nobody beyond them, as you said.`)
  const { hub } = config.publish
  terminal.err(`Told: ${audience}${hub === null ? '' : `; subscribers of the hub ${hub}`}.`)
  const channelNames = config.channels.map(({ name }) => name)
  if (channelNames.length > 0)
    terminal.err(
      `Not told: the channels of the configuration (${listSome(channelNames)}). This version does not send to them yet.`,
    )
}
