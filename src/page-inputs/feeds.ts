import { type Incident, affectedComponents } from '../../collector/core/incident/incident.ts'
import type { ComponentView } from '../../collector/core/snapshot/snapshot.ts'
import { watchedSince } from '../feeds/feed.ts'
import { type FeedNotice, feedNotices } from '../feeds/notices.ts'
import { hash } from '../view/shared/hash.ts'
import { componentPlace } from '../view/shared/places.ts'
import { announcementKey, incidentKey, maintenanceKeyAt } from './keys.ts'
import { eventsKey } from './events-key.ts'
import { lazily, lazyInputs } from './lazy-inputs.ts'
import type { PageContext, PageInputs } from './page-kind.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

const affectedIds = oncePer((incident: Incident): readonly string[] =>
  Object.keys(affectedComponents(incident)),
)

const pageFiles = ['rss.xml', 'atom.xml', 'feed.json', 'history.rss', 'history.atom', 'updates.xml']
const componentFiles = ['rss.xml', 'atom.xml', 'feed.json']

/** The feeds of the whole page and of each component. */
export function* feedInputs(context: PageContext): Generator<PageInputs> {
  const { snapshot, components, commonKey, nameKeys } = context
  const noticeTerms = JSON.stringify(snapshot.notice)
  const namesOf = (ids: readonly string[]): string => ids.map((id) => nameKeys.get(id) ?? '').join(' ')
  // A notice may be in several feeds: its key is made once.
  const keyOf = oncePer((entry: FeedNotice): string => {
    switch (entry.kind) {
      case 'incident':
        return `${entry.place} ${incidentKey(entry.notice)} ${namesOf(affectedIds(entry.notice))}`
      case 'maintenance':
        return `${maintenanceKeyAt(entry.notice, snapshot.generatedAt)} ${namesOf(entry.notice.components)}`
      case 'announcement':
        return `${entry.place} ${announcementKey(entry.notice)}`
    }
  })
  const feedKey = (component: ComponentView | null): string => {
    const notices = feedNotices(snapshot, component?.id ?? null)
    const since = watchedSince(component ? [component] : snapshot.components)
    return hash([commonKey, noticeTerms, ...(notices.length > 0 ? notices.map(keyOf) : [since])].join())
  }
  const files = (
    folder: string,
    names: readonly string[],
    fingerprint: () => string,
  ): readonly PageInputs[] => {
    // Programs ask for feeds every few minutes: they can wait the second that people cannot.
    const keys = {
      fingerprint: lazily(fingerprint),
      deferrableKey: () => commonKey,
      hourlyKey: () => eventsKey(context),
    }
    return names.map((name) => lazyInputs(folder + name, keys))
  }
  yield* files('/', pageFiles, () => feedKey(null))
  for (const component of components)
    yield* files(
      componentPlace(component.id),
      componentFiles,
      () => `${feedKey(component)} ${nameKeys.get(component.id)}`,
    )
}
