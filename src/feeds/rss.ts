import RSS from 'rss'
import type { View } from '../view/view.ts'
import type { FeedItem } from './items.ts'

/** Characters that XML 1.0 has no way to write, and halves of surrogate pairs. */
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const clean = (text: string): string => text.toWellFormed().replace(unwritable, '')

/**
 * An RSS 2.0 document. `self` is its own path, `home` that of the page it is about.
 * The same items give the same bytes: the time of building, which the library would put in, is that of the latest update.
 */
export function rss(
  view: View,
  feed: {
    readonly title: string
    readonly description: string
    readonly self: string
    readonly home: string
  },
  items: readonly FeedItem[],
): string {
  const latest = items[0]?.updatedAt
  const document = new RSS({
    title: clean(feed.title),
    description: clean(feed.description),
    feed_url: view.absolute(feed.self),
    site_url: view.absolute(feed.home),
    language: view.locale,
    generator: 'Vigie',
    ...(latest === undefined ? {} : { pubDate: new Date(latest) }),
  })
  for (const item of items)
    document.item({
      title: clean(item.title),
      description: clean(item.html),
      url: item.link,
      guid: item.guid,
      date: new Date(item.updatedAt),
    })
  const built = latest === undefined ? '' : `<lastBuildDate>${new Date(latest).toUTCString()}</lastBuildDate>`
  // The library writes it before any text of ours, so the first match is its own.
  return document.xml().replace(/<lastBuildDate>[^<]*<\/lastBuildDate>/, built)
}

/** The answer of a feed's route. */
export const rssResponse = (xml: string): Response =>
  new Response(xml, { headers: { 'content-type': 'application/rss+xml; charset=utf-8' } })
