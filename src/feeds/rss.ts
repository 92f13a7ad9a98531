import RSS from 'rss'
import type { Feed } from './feed.ts'

/**
 * An RSS 2.0 document. The same items give the same bytes: the time of building, which the library would put in, is that
 * of the latest update.
 */
export function rss(feed: Feed): string {
  const latest = feed.items[0]?.updatedAt
  const document = new RSS({
    title: feed.title,
    description: feed.description,
    feed_url: feed.self,
    site_url: feed.home,
    language: feed.language,
    generator: 'Vigie',
    ...(feed.hub === null ? {} : { hub: feed.hub }),
    ...(latest === undefined ? {} : { pubDate: new Date(latest) }),
  })
  for (const item of feed.items)
    document.item({
      title: item.title,
      description: item.html,
      url: item.link,
      guid: item.guid,
      categories: [item.kind, item.state],
      date: new Date(item.updatedAt),
    })
  const built = latest === undefined ? '' : `<lastBuildDate>${new Date(latest).toUTCString()}</lastBuildDate>`
  // The library writes it before any text of ours, so the first match is its own.
  return document.xml().replace(/<lastBuildDate>[^<]*<\/lastBuildDate>/, built)
}
