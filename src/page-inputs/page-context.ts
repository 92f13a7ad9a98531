import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { figuresSlot } from '../../collector/core/snapshot/figures-slot.ts'
import { dayOf } from '../../collector/core/time/calendar.ts'
import { liveFingerprint } from '../view/overview/live.ts'
import { hash } from '../view/shared/hash.ts'
import { segment } from '../view/shared/places.ts'
import type { PageContext, PageKind } from './page-kind.ts'

/** The pages of a snapshot that the navigation of every page leads to, in the order of the table. */
export const navigationOf = (pages: readonly PageKind[], snapshot: Snapshot) =>
  pages.flatMap(({ navigation, exists }) =>
    navigation && (exists?.(snapshot) ?? true) && (navigation.isShown?.(snapshot) ?? true)
      ? [navigation]
      : [],
  )

/** What the inputs of a snapshot's pages are computed from. */
export function createPageContext(
  snapshot: Snapshot,
  pages: readonly PageKind[],
  sitemapPlaces: PageContext['sitemapPlaces'],
): PageContext {
  const navigation = navigationOf(pages, snapshot).map(({ place }) => place)
  const commonKey = hash(JSON.stringify([snapshot.page, navigation]))
  const components = firstOfEachPath(snapshot.components)
  return {
    snapshot,
    components,
    incidents: firstOfEachPath(snapshot.incidents),
    commonKey,
    liveKey: `${commonKey} ${snapshot.generatedAt} ${snapshot.staleAfter} ${liveFingerprint(snapshot)}`,
    hourKey: `${commonKey} ${figuresSlot(snapshot, snapshot.generatedAt)} ${dayOf(snapshot.generatedAt, snapshot.page.timezone)}`,
    nameKeys: new Map(components.map((one) => [one.id, hash(JSON.stringify(one.name))])),
    sitemapPlaces,
  }
}

/** An id may be twice in what an operator imports: the first one has the path. */
function firstOfEachPath<T extends { readonly id: string }>(values: readonly T[]): readonly T[] {
  const seen = new Set<string>()
  return values.filter(({ id }) => !seen.has(segment(id)) && seen.add(segment(id)))
}
