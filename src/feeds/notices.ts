import { isCurrent } from '../../collector/core/announcement/announcement.ts'
import { isOpen, updatedAt } from '../../collector/core/incident/incident.ts'
import {
  type Maintenance,
  type MaintenanceStatus,
  announcedFrom,
  beginsAt,
  endsAt,
  maintenanceStatus,
  workSpan,
  isQuiet,
} from '../../collector/core/maintenance/maintenance.ts'
import type { Notice, NoticeRow } from '../../collector/core/incident/notice.ts'
import type { Interval } from '../../collector/core/time/interval.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import {
  announcementPlace,
  incidentOf,
  incidentPlace,
  incidentsAbout,
  maintenancePlace,
  maintenancesAbout,
} from '../view/shared/places.ts'
import { publishedUpdateAt } from './published-update-at.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

/** How many notices a feed tells of: readers that come by once a month miss nothing. */
const feedLimit = 50

/** States of a maintenance that is not over. */
const openStates: ReadonlySet<MaintenanceStatus> = new Set(['scheduled', 'in_progress', 'verifying'])

/** A notice that readers are notified of by now. */
export type FeedNotice = (
  | Exclude<Notice, { kind: 'maintenance' }>
  // `span`: when work really goes on, ms.
  | (Extract<Notice, { kind: 'maintenance' }> & { readonly span: Interval })
) & {
  /** Path of its page below the locale. */
  readonly place: string
  /** When it was first told, ms. */
  readonly publishedAt: number
  /** When it was last said anything about, ms. */
  readonly updatedAt: number
  /** It is not over. */
  readonly open: boolean
}

/** Everything that readers have been told by the time of a snapshot. */
const publishedNotices = oncePer((snapshot: Snapshot): ReadonlyMap<NoticeRow, FeedNotice> => {
  const all = new Map<NoticeRow, FeedNotice>()
  // Ids may be twice in what is imported: one of them has the page.
  const places = new Set<string>()
  for (const notice of snapshot.incidents) {
    const place = incidentPlace(notice.id)
    if (incidentOf(snapshot, notice.id) !== notice || places.has(place)) continue
    places.add(place)
    const last = Math.max(
      updatedAt(notice),
      notice.falseAlarm?.at ?? 0,
      ...notice.updates.map(publishedUpdateAt),
    )
    const first = Math.min(publishedUpdateAt(notice.updates[0]!), last)
    const open = isOpen(notice)
    all.set(notice, { kind: 'incident', notice, place, publishedAt: first, updatedAt: last, open })
  }
  for (const notice of snapshot.announcements) {
    const place = announcementPlace(notice.id)
    if (places.has(place)) continue
    places.add(place)
    const at = Math.min(publishedUpdateAt({ ...notice, at: notice.publishedAt }), snapshot.generatedAt)
    const open = isCurrent(notice, snapshot.generatedAt)
    all.set(notice, { kind: 'announcement', notice, place, publishedAt: at, updatedAt: at, open })
  }
  for (const notice of snapshot.maintenances) {
    const publishedAt = announcedFrom(notice, snapshot.notice)
    const place = maintenancePlace(notice.id)
    if (publishedAt > snapshot.generatedAt || places.has(place)) continue
    // What nobody feels would fill the feed, day after day: it is notified of until it is over.
    if (isQuiet(notice) && maintenanceStatus(notice, snapshot.generatedAt) === 'completed') continue
    places.add(place)
    const last = lastPublicationAt(notice, publishedAt, snapshot.generatedAt)
    const open = openStates.has(maintenanceStatus(notice, snapshot.generatedAt))
    const span = workSpan(notice)
    all.set(notice, { kind: 'maintenance', notice, place, publishedAt, updatedAt: last, open, span })
  }
  return all
})

/**
 * When a maintenance was last said anything about, its beginning and end included, ms. A text that is corrected is no
 * news; another time is, and is among what was announced.
 */
function lastPublicationAt(maintenance: Maintenance, publishedAt: number, now: number): number {
  const { announced, cancelledAt, updates } = maintenance
  const cancelled = cancelledAt !== null && cancelledAt <= now
  let last = publishedAt
  const hear = (at: number): void => {
    if (at <= now && at > last) last = at
  }
  if (cancelled) hear(cancelledAt)
  else [beginsAt(maintenance), endsAt(maintenance)].forEach(hear)
  for (const { at } of announced) hear(at)
  for (const update of updates) hear(publishedUpdateAt(update))
  return last
}

const newestFirst = (notices: readonly FeedNotice[]): readonly FeedNotice[] =>
  notices
    .toSorted((a, b) => b.updatedAt - a.updatedAt || (a.notice.id < b.notice.id ? -1 : 1))
    // What is going on or still ahead is never cut, however long ago it was last said anything about.
    .filter(({ open }, index) => open || index < feedLimit)

/** The notices a feed tells of, those last told about first: of the whole page, or of a component by its id. */
export function feedNotices(snapshot: Snapshot, component: string | null): readonly FeedNotice[] {
  const notices = publishedNotices(snapshot)
  if (component === null) return newestFirst([...notices.values()])
  const about = [...incidentsAbout(snapshot, component), ...maintenancesAbout(snapshot, component)]
  return newestFirst(about.flatMap((notice) => notices.get(notice) ?? []))
}
