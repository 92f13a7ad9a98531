import type { Feed } from './feed.ts'

const iso = (at: number): string => new Date(at).toISOString()

/** A JSON Feed 1.1 document. Written by hand: libraries write version 1, without language, authors and hubs. */
export const jsonFeed = (feed: Feed): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.home,
    feed_url: feed.self,
    description: feed.description,
    language: feed.language,
    authors: [{ name: feed.author, url: feed.home }],
    ...(feed.hub === null ? {} : { hubs: [{ type: 'WebSub', url: feed.hub }] }),
    items: feed.items.map((item) => ({
      id: item.guid,
      url: item.link,
      title: item.title,
      content_html: item.html,
      date_published: iso(item.publishedAt),
      date_modified: iso(item.updatedAt),
      tags: [item.kind, item.state],
    })),
  })
