import type { Announcement } from '../../../collector/core/announcement/announcement.ts'
import { correctionLines } from '../shared/corrections.ts'
import { excerpt, toHtml } from '../../../collector/core/text/markdown.ts'
import { announcementPlace } from '../shared/places.ts'
import { writtenLaterHtml } from '../shared/written-later.ts'
import type { View } from '../shared/view.ts'

/** An announcement in a list of several. Texts ending in `Html` are safe HTML. */
export type AnnouncementCard = {
  readonly titleHtml: string
  readonly href: string
  readonly label: string
  readonly timeHtml: string
  /** The beginning of what it says, in a line. */
  readonly text: string
  readonly cut: boolean
}

/** An announcement on the overview: in full, unless it is long. */
export type AnnouncementNotice = AnnouncementCard & {
  readonly pinned: boolean
  /** Null where only `text` is shown. */
  readonly bodyHtml: string | null
}

const label = (view: View, { corrections }: Announcement): string => {
  const { announcements: words } = view.words
  return corrections?.length ? `${words.label} · ${words.corrected}` : words.label
}

/** An announcement for a list; `day` (`YYYY-MM-DD`) is the one it is listed under, whose date need not be said again. */
export function announcementCard(
  view: View,
  announcement: Announcement,
  day: string | null,
  limit?: number,
): AnnouncementCard {
  const { id, title, body, publishedAt } = announcement
  return {
    titleHtml: view.html(title),
    href: view.link(announcementPlace(id)),
    label: label(view, announcement),
    timeHtml: view.time(publishedAt, view.format.key(publishedAt) === day ? 't' : 'm'),
    ...excerpt(view.text(body), limit),
  }
}

/** An announcement for the overview. */
export function announcementNotice(view: View, announcement: Announcement): AnnouncementNotice {
  const card = announcementCard(view, announcement, null, 600)
  return {
    ...card,
    pinned: announcement.pinned,
    bodyHtml: card.cut ? null : toHtml(view.text(announcement.body)),
  }
}

/** Everything the page of one announcement says. */
export function announcementPage(view: View, announcement: Announcement) {
  const body = view.text(announcement.body)
  return {
    title: view.text(announcement.title),
    titleHtml: view.html(announcement.title),
    label: label(view, announcement),
    timeHtml: view.time(announcement.publishedAt, 'm'),
    writtenLaterHtml: writtenLaterHtml(view, { ...announcement, at: announcement.publishedAt }),
    bodyHtml: toHtml(body, 2),
    summary: excerpt(body, 150).text,
    corrections: correctionLines(view, announcement.corrections).notice,
  }
}
