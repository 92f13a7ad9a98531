import { incidentStatus } from '../../collector/core/incident/incident.ts'
import { maintenanceStatus } from '../../collector/core/maintenance/maintenance.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import type { View } from '../view/shared/view.ts'
import { clean, cleanLine } from '../../collector/core/text/clean.ts'
import type { FeedItem } from './feed-item.ts'
import { type FeedNotice, feedNotices } from './notices.ts'
import { permanentId } from './permanent-id.ts'
import { briefHtml, storyHtml, storyOf } from './stories.ts'
import { fitItems, sizeOf } from './fit-items.ts'

/** An item larger than this is told in brief, bytes. */
const largestItem = 32_000

/** An item as long as it may be, and in brief for feeds that have no room for it. */
type KnownItem = { readonly whole: FeedItem; readonly brief: () => FeedItem }

// The feeds of one publication tell the same stories in several formats, and of several components.
const known = new WeakMap<Snapshot, Map<string, KnownItem>>()

/** The items of a feed, newest first: of the whole page, or of a component by its id. */
export function feedItems(view: View, component: string | null): readonly FeedItem[] {
  let items = known.get(view.snapshot)
  if (!items) known.set(view.snapshot, (items = new Map()))
  return fitItems(
    feedNotices(view.snapshot, component).map((notice) => {
      const key = view.path(notice.place)
      let item = items.get(key)
      if (!item) items.set(key, (item = itemOf(view, notice)))
      return { ...item, isOpen: notice.open }
    }),
  )
}

function itemOf(view: View, listed: FeedNotice): KnownItem {
  const link = view.absolute(view.path(listed.place))
  const story = storyOf(view, listed, link)
  const base = {
    kind: listed.kind,
    title: titleOf(view, listed),
    link,
    guid: `urn:uuid:${permanentId(listed.kind, listed.notice.id)}`,
    state: stateOf(view, listed),
    publishedAt: listed.publishedAt,
    updatedAt: listed.updatedAt,
  }
  const brief = (): FeedItem => ({ ...base, html: clean(briefHtml(view, story, link)) })
  const whole = { ...base, html: clean(storyHtml(view, story, link)) }
  return { whole: sizeOf(whole) > largestItem ? brief() : whole, brief }
}

/** The title of a notice, in one line. */
export const titleOf = (view: View, { notice }: FeedNotice): string =>
  cleanLine(view.text(notice.title)) || notice.id

function stateOf({ snapshot }: View, listed: FeedNotice): string {
  switch (listed.kind) {
    case 'incident':
      return listed.notice.falseAlarm ? 'false_alarm' : incidentStatus(listed.notice)
    case 'maintenance':
      return maintenanceStatus(listed.notice, snapshot.generatedAt)
    case 'announcement':
      return 'published'
  }
}
