import RSS from 'rss'
import { second } from '../../collector/core/time/units.ts'
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
  const dates = distinctDates(feed.items.map(({ updatedAt }) => updatedAt))
  for (const [index, item] of feed.items.entries())
    document.item({
      title: item.title,
      description: item.html,
      url: item.link,
      guid: item.guid,
      categories: [item.kind, item.state],
      date: new Date(dates[index]!),
    })
  const built = latest === undefined ? '' : `<lastBuildDate>${new Date(latest).toUTCString()}</lastBuildDate>`
  // The library writes it before any text of ours, so the first match is its own.
  return document.xml().replace(/<lastBuildDate>[^<]*<\/lastBuildDate>/, built)
}

/**
 * Instants that fall, as the feed has them, from the newest on: where several are of one second, the later ones of the feed
 * are a second earlier each. Some readers (Slack's) take two items of one date for one.
 */
function distinctDates(instants: readonly number[]): readonly number[] {
  let previous = Infinity
  return instants.map((at) => (previous = Math.min(Math.floor(at / second) * second, previous - second)))
}
