import type { Correction, Withdrawal } from '../notice/correction.ts'
import { day } from '../time/units.ts'
import type { AnnouncementDraft } from './fields.ts'

/** A message to readers that is about no component: it has no state, and counts nowhere. */
export type Announcement = AnnouncementDraft & {
  /** 12 characters `[a-z0-9]`, or an imported one's own. */
  readonly id: string
  /** What it is dated for readers, ms since the epoch. */
  readonly publishedAt: number
  /** When it was written down, ms; absent where that is `publishedAt`. */
  readonly writtenAt?: number
  /** Who wrote it. */
  readonly author: string
  /** False where nobody is to be notified of it beyond the page. */
  readonly notify?: boolean
  /** Grows by one with every change, so that the second of two writers is told. */
  readonly version: number
  readonly corrections?: readonly Correction[]
  /** Taken off the page by a person; kept for the record. */
  readonly withdrawn?: Withdrawal
  /** Name of the file it is written in, below `notices/`. */
  readonly file?: string
  /** Digest of what that file said when it was last taken over: until it says otherwise, what others changed stays. */
  readonly fileSays?: string
}

/** How long an announcement without an end stands on the overview, ms. */
const usualLength = 7 * day

/** Until when it stands on the overview, ms; Infinity for good. */
export const shownUntil = ({ until, pinned, publishedAt }: Announcement): number =>
  until ?? (pinned ? Infinity : publishedAt + usualLength)

/** Does it stand on the overview at an instant (ms)? */
export const isCurrent = (announcement: Announcement, now: number): boolean =>
  announcement.publishedAt <= now && now < shownUntil(announcement)

/** Those that stand on the overview at an instant (ms): pinned ones first, then the newest. */
export const currentAnnouncements = (all: readonly Announcement[], now: number): readonly Announcement[] =>
  all
    .filter((one) => isCurrent(one, now))
    .toSorted(
      (a, b) =>
        Number(b.pinned) - Number(a.pinned) || b.publishedAt - a.publishedAt || (a.id < b.id ? -1 : 1),
    )

/** The next instant after `now` (ms) at which one of them leaves the overview; Infinity for none. */
export const nextEnd = (all: readonly Announcement[], now: number): number =>
  Math.min(...all.filter((one) => isCurrent(one, now)).map(shownUntil))
