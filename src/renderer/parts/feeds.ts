import { hash } from 'node:crypto'
import { type Incident, affectedComponents } from '../../../collector/core/incident/incident.ts'
import type { Route } from '../../../collector/core/snapshot/renderer.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { watchedSince } from '../../feeds/feed.ts'
import { type FeedNotice, feedNotices } from '../../feeds/notices.ts'
import { componentPlace } from '../../view/shared/places.ts'
import { workKeyAt } from './maintenance.ts'

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, 16)

// An incident that did not change comes back as the same object: what it names is read once.
const named = new WeakMap<Incident, readonly string[]>()

function namedIn(incident: Incident): readonly string[] {
  let ids = named.get(incident)
  if (!ids) named.set(incident, (ids = Object.keys(affectedComponents(incident))))
  return ids
}

const mainFiles = ['rss.xml', 'atom.xml', 'feed.json', 'history.rss', 'history.atom']
const componentFiles = ['rss.xml', 'atom.xml', 'feed.json']

/**
 * The feeds of the whole page and of each component, below every locale. `head` is what every page depends on, `names`
 * the keys of components' names.
 */
export function* feedParts(
  snapshot: Snapshot,
  locales: readonly string[],
  head: string,
  components: readonly ComponentView[],
  names: ReadonlyMap<string, string>,
): Generator<Omit<Route, 'file'>> {
  const { generatedAt, page } = snapshot
  const terms = JSON.stringify(snapshot.notice)
  const noticeKey = (told: FeedNotice): string =>
    told.kind === 'incident'
      ? // The version of an incident grows with each change of it.
        `${told.place} ${told.notice.version} ${namesOf(namedIn(told.notice))}`
      : `${workKeyAt(told.notice, generatedAt)} ${namesOf(told.notice.components)}`
  const namesOf = (ids: readonly string[]): string => ids.map((id) => names.get(id) ?? '').join(' ')
  // What was told of in several feeds is looked at once.
  const keys = new Map<FeedNotice, string>()
  const keyOf = (told: FeedNotice): string => {
    let key = keys.get(told)
    if (key === undefined) keys.set(told, (key = noticeKey(told)))
    return key
  }
  const feedKey = (component: ComponentView | null): string => {
    const told = feedNotices(snapshot, component?.id ?? null)
    const since = watchedSince(component ? [component] : snapshot.components)
    return short([head, terms, ...(told.length > 0 ? told.map(keyOf) : [since])].join())
  }
  const feeds = [
    { place: '/', files: mainFiles, fingerprint: feedKey(null) },
    ...components.map((component) => ({
      place: componentPlace(component.id),
      files: componentFiles,
      fingerprint: `${feedKey(component)} ${names.get(component.id)}`,
    })),
  ]
  for (const locale of locales) {
    const at = locale === page.locale ? '' : `/${locale}`
    for (const { place, files, fingerprint } of feeds)
      // Programs ask for feeds every few minutes: they can wait the second that people cannot.
      for (const file of files) yield { path: at + place + file, fingerprint, deferrable: head }
  }
}
