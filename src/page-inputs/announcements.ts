import { type Announcement, currentAnnouncements } from '../../collector/core/announcement/announcement.ts'
import { announcementPlace } from '../view/shared/places.ts'
import { announcementKey } from './keys.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** The page of every announcement. */
export function announcementInputs({ snapshot, commonKey }: PageContext): PageInputs[] {
  const byPlace = new Map<string, Announcement>()
  // Ids may be twice in what is imported: the last one has the path, as in `announcementAt`.
  for (const one of snapshot.announcements) byPlace.set(announcementPlace(one.id), one)
  // In a first publication, what the overview leads to comes first.
  const current = new Set(currentAnnouncements(snapshot.announcements, snapshot.generatedAt))
  return [...byPlace].map(([place, one]) => {
    const fingerprint = `${commonKey} ${announcementKey(one)}`
    return current.has(one) ? { place, fingerprint } : { place, fingerprint, deferrableKey: fingerprint }
  })
}
