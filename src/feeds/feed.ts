import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { fillPlaceholders } from '../../collector/core/i18n/sentences.ts'
import { isAddress } from '../../collector/core/snapshot/page-identity.ts'
import { componentPlace } from '../view/shared/places.ts'
import { type View, viewOf } from '../view/shared/view.ts'
import { cleanLine } from '../../collector/core/text/clean.ts'
import type { FeedItem } from './feed-item.ts'
import { feedItems } from './items.ts'
import { permanentId } from './permanent-id.ts'
import { updateItems } from './updates.ts'

/** A feed before it is written in a format. Texts are plain, in one line; addresses are absolute. */
export type Feed = {
  readonly title: string
  readonly description: string
  /** Its own address. */
  readonly self: string
  /** The page it tells of. */
  readonly home: string
  /** What it is known by: two feeds of the same items have the same. */
  readonly id: string
  /** BCP 47. */
  readonly language: string
  /** Name of who says all this. */
  readonly author: string
  /** A WebSub hub, null without. */
  readonly hub: string | null
  /** When it last changed, ms; without items, since when there is something to tell of. */
  readonly updatedAt: number
  /** Newest first. */
  readonly items: readonly FeedItem[]
}

/** Since when the components were watched, ms: what an empty feed is dated. The epoch where none ever was. */
export const watchedSince = (components: readonly ComponentView[]): number => {
  const first = Math.min(...components.map(({ firstAt }) => firstAt ?? Infinity))
  return Number.isFinite(first) ? first : 0
}

/** The feed that has an item for each message. */
export const updatesFile = 'updates.xml'

/** What a feed is known by: a name of its own, or the address it was first published at (RFC 4287, 4.2.6: complete, and for ever). */
function identityOf({ snapshot, path }: View, place: string): string {
  const { identity } = snapshot.page
  return isAddress(identity)
    ? identity.replace(/\/+$/, '') + path(place)
    : `urn:uuid:${permanentId('feed', `${identity} ${path(place)}`)}`
}

/** The feed of the whole page, or of one component, in a locale; `file` is its name, such as `rss.xml`. */
export function feedOf(
  snapshot: Snapshot,
  locale: string | undefined,
  component: ComponentView | null,
  file: string,
): Feed {
  const home = component ? componentPlace(component.id) : '/'
  const view = viewOf(snapshot, locale, home + file)
  const { words, absolute, path } = view
  const { name, hub } = snapshot.page
  const isOfUpdates = file === updatesFile
  const items = isOfUpdates ? updateItems(view) : feedItems(view, component?.id ?? null)
  const title = isOfUpdates
    ? fillPlaceholders(words.feedUpdates, { name })
    : component
      ? fillPlaceholders(words.feedComponent, { name, component: view.text(component.name) })
      : fillPlaceholders(words.feedTitle, { name })
  return {
    title: cleanLine(title),
    description: cleanLine(fillPlaceholders(words.feedDescription, { name })),
    self: absolute(path(home + file)),
    home: absolute(path(home)),
    id: identityOf(view, isOfUpdates ? home + file : home),
    language: view.locale,
    author: cleanLine(name) || 'Vigie',
    hub,
    updatedAt: items[0]?.updatedAt ?? watchedSince(component ? [component] : snapshot.components),
    items,
  }
}
