import type { Announcement } from '../../collector/core/announcement/announcement.ts'
import { announcementPlace } from '../view/shared/places.ts'
import { announcementKey } from './keys.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** The page of every announcement. */
export function announcementInputs({ snapshot, commonKey }: PageContext): PageInputs[] {
  const byPlace = new Map<string, Announcement>()
  // Ids may be twice in what is imported: the last one has the path, as in `announcementAt`.
  for (const one of snapshot.announcements) byPlace.set(announcementPlace(one.id), one)
  return [...byPlace].map(([place, one]) => ({ place, fingerprint: `${commonKey} ${announcementKey(one)}` }))
}
