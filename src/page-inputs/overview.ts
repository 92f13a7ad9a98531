import { currentAnnouncements } from '../../collector/core/announcement/announcement.ts'
import { componentKey } from './component-keys.ts'
import { announcementKey } from './keys.ts'
import { comingKey } from './maintenance.ts'
import { criticalMetricsKey } from './metrics.ts'
import type { PageContext, PageInputs } from './page-kind.ts'
import { hash } from '../view/shared/hash.ts'

/** The overview. */
export function overviewInputs({ snapshot, components, liveKey }: PageContext): PageInputs[] {
  const inputs = [
    liveKey,
    snapshot.status,
    snapshot.cutOff,
    snapshot.checkedAt,
    JSON.stringify(snapshot.groups),
    comingKey(snapshot, 'underWay', 'soon'),
    ...currentAnnouncements(snapshot.announcements, snapshot.generatedAt).map(announcementKey),
    criticalMetricsKey(snapshot),
    ...components.map(componentKey),
  ]
  return [{ place: '/', fingerprint: hash(inputs.join()) }]
}
