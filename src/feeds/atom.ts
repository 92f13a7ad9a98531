import { Feed as Atom } from 'feed'
import { escape } from '../view/shared/html.ts'
import type { Feed } from './feed.ts'

/** The library takes `&amp;` in a plain text for one that is escaped already; written so, it comes out as it went in. */
const plain = (text: string): string => text.replaceAll('&', '&amp;')

/** The library refuses addresses without a host, all there are without `page.url`: this stands for it until it is done. */
const noHost = 'https://without-page-url.invalid'
const complete = (address: string): string => (address.startsWith('/') ? noHost + address : address)

/** An Atom 1.0 document. Its id is the page it tells of, whatever name it is asked for by; the feed of messages has one of its own. */
export function atom(feed: Feed): string {
  const document = new Atom({
    id: feed.id,
    title: plain(feed.title),
    description: plain(feed.description),
    link: complete(feed.home),
    feed: complete(feed.self),
    updated: new Date(feed.updatedAt),
    generator: 'Vigie',
    author: { name: plain(feed.author), link: complete(feed.home) },
    copyright: '',
    ...(feed.hub === null ? {} : { hub: feed.hub }),
  })
  for (const item of feed.items)
    document.addItem({
      // The library declares titles to be HTML.
      title: escape(item.title),
      id: item.guid,
      link: complete(item.link),
      content: item.html,
      published: new Date(item.publishedAt),
      date: new Date(item.updatedAt),
      category: [{ term: item.kind }, { term: item.state }],
    })
  // What the library has no option for; it writes the root before any text of ours, so the first match is its own.
  return document
    .atom1()
    .replace('<feed xmlns=', () => `<feed xml:lang="${escape(feed.language)}" xmlns=`)
    .replace('<link rel="self"', '<link rel="self" type="application/atom+xml"')
    .replace('<link rel="alternate"', '<link rel="alternate" type="text/html"')
    .replaceAll(noHost, '')
}
