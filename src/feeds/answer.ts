import type { APIRoute } from 'astro'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { componentAt } from '../view/shared/places.ts'
import { atom } from './atom.ts'
import { type Feed, feedOf } from './feed.ts'
import { jsonFeed } from './json.ts'
import { rss } from './rss.ts'
import { escape } from '../view/shared/html.ts'

type Format = { readonly type: string; readonly write: (feed: Feed) => string }

const rssFormat = { type: 'application/rss+xml', write: rss }
const atomFormat = { type: 'application/atom+xml', write: atom }

/** The feeds by name: those of Statuspage have the same content as ours. */
const formats = {
  'rss.xml': rssFormat,
  'history.rss': rssFormat,
  'atom.xml': atomFormat,
  'history.atom': atomFormat,
  'updates.xml': atomFormat,
  'feed.json': { type: 'application/feed+json', write: jsonFeed },
} as const satisfies Record<string, Format>

/**
 * What is asked for by the part of a path before a file's name: `en`, `components/api`, `en/components/api`, nothing. The
 * router's rest parameter takes all of it, so one route serves the file of the page and those of the components. Throws
 * when there is no such component.
 */
export function parseFeedPath(
  snapshot: Snapshot,
  before: string | undefined,
): { readonly locale: string | undefined; readonly component: ComponentView | null } {
  const [, locale, id] = /^(?:(.+)\/)?components\/([^/]+)$/.exec(before ?? '') ?? []
  return id === undefined
    ? { locale: before, component: null }
    : { locale, component: componentAt(snapshot, id) }
}

/** The route of a feed, of the whole page and of each component. */
export const feedRoute =
  (file: keyof typeof formats): APIRoute =>
  ({ locals: { snapshot }, params }) => {
    const { type, write } = formats[file]
    const { locale, component } = parseFeedPath(snapshot, params['locale'])
    const feed = feedOf(snapshot, locale, component, file)
    const text = isTwin(file) && component === null ? sharedText(snapshot, feed, write) : write(feed)
    return new Response(text, { headers: { 'content-type': `${type}; charset=utf-8` } })
  }

/** Feeds of the whole page that are there under two names. */
const isTwin = (file: keyof typeof formats): boolean =>
  ['rss.xml', 'history.rss', 'atom.xml', 'history.atom'].includes(file)

/** Stands for the address that a feed gives of itself. Nobody can write it into a notice. */
const ownAddress = `https://${crypto.randomUUID()}.invalid/`
const texts = new WeakMap<Snapshot, Map<string, string>>()

/** The text of a feed, written once for both of its names: they differ in the address that it gives of itself. */
function sharedText(snapshot: Snapshot, feed: Feed, write: Format['write']): string {
  const known = texts.get(snapshot) ?? new Map<string, string>()
  texts.set(snapshot, known)
  const key = `${write.name} ${feed.language}`
  const text = known.get(key) ?? write({ ...feed, self: ownAddress })
  known.set(key, text)
  return text.replaceAll(ownAddress, escape(feed.self))
}
