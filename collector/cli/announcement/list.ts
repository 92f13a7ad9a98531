import { type Announcement, isCurrent, shownUntil } from '../../core/announcement/announcement.ts'
import { announcementView } from '../../notices/api/announcement-view.ts'
import { formatLocalTime } from '../io/local-time.ts'
import { formatAllLocales, formatText } from '../io/localized-text.ts'
import { formatColumns, plainLine } from '../io/plain-text.ts'
import type { Flags } from '../io/text-flags.ts'
import { type NoticeCommandContext, withUsageErrors } from '../notices/command-context.ts'
import { correctionLines } from '../notices/notice-text.ts'

/** A person is shown this many; the rest with --all. */
const listLimit = 20

const stateOf = (announcement: Announcement, now: number): string =>
  isCurrent(announcement, now) ? (announcement.pinned ? 'pinned' : 'current') : 'past'

/** `vigie announcement list`: newest first. */
export async function listAnnouncements(context: NoticeCommandContext, flags: Flags): Promise<number> {
  const { terminal, config, notices, now } = context
  const all = (await notices.announcements.all()).filter((one) => !flags['current'] || isCurrent(one, now))
  if (flags['json']) {
    terminal.out(JSON.stringify(all.map((one) => announcementView(one, now, config))))
    return 0
  }
  if (all.length === 0) {
    terminal.err('There are no announcements.')
    return 0
  }
  const { timezone } = config.page
  const visible = flags['all'] ? all : all.slice(0, listLimit)
  const rows = visible.map((one) => [
    plainLine(one.id),
    stateOf(one, now),
    formatLocalTime(one.publishedAt, timezone),
    formatText(one.title, config.page),
  ])
  for (const line of formatColumns([['ID', 'STATE', 'PUBLISHED', `TITLE (times: ${timezone})`], ...rows]))
    terminal.out(line)
  if (visible.length < all.length)
    terminal.err(`… and ${all.length - visible.length} older: vigie announcement list --all`)
  return 0
}

/** `vigie announcement show ID`. */
export async function showAnnouncement(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const { terminal, config, notices, now } = context
  const one = await withUsageErrors(context, 'announcement', id, () => notices.announcements.get(id))
  if (flags['json']) terminal.out(JSON.stringify(announcementView(one, now, config)))
  else for (const line of announcementLines(one, context)) terminal.out(line)
  return 0
}

function* announcementLines(
  announcement: Announcement,
  { config, now }: Pick<NoticeCommandContext, 'config' | 'now'>,
): Generator<string> {
  const { page } = config
  const end = shownUntil(announcement)
  yield* formatAllLocales(announcement.title).split('\n')
  yield `${stateOf(announcement, now)} · version ${announcement.version} · ${plainLine(announcement.author)} · ${plainLine(announcement.id)}`
  yield `published ${formatLocalTime(announcement.publishedAt, page.timezone)}, on the overview ${end === Infinity ? 'for good' : `until ${formatLocalTime(end, page.timezone)}`} (times: ${page.timezone})`
  if (announcement.file) yield `written in notices/${plainLine(announcement.file)}`
  yield ''
  yield* formatAllLocales(announcement.body).split('\n')
  yield* correctionLines(announcement.corrections ?? [], page, plainLine)
}
