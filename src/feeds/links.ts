import { fill } from '../i18n/words.ts'
import type { View } from '../view/view.ts'

/** Something to subscribe to, as a page's head names it. */
export type FeedLink = { readonly type: string; readonly title: string; readonly href: string }

const kinds = [
  { file: 'rss.xml', type: 'application/rss+xml', name: 'RSS' },
  { file: 'atom.xml', type: 'application/atom+xml', name: 'Atom' },
  { file: 'feed.json', type: 'application/feed+json', name: 'JSON' },
  { file: 'calendar.ics', type: 'text/calendar', name: 'iCalendar' },
]

/**
 * What every page names to subscribe to: the feeds and the calendar of the whole page, and those of the component it is
 * about, if any: its title, and the place of any of its feeds.
 */
export function feedLinks(
  view: View,
  component: { readonly title: string; readonly place: string } | undefined,
): readonly FeedLink[] {
  const whole = { title: fill(view.words.feedTitle, { name: view.snapshot.page.name }), place: '/' }
  return [whole, ...(component ? [component] : [])].flatMap(({ title, place }) =>
    kinds.map(({ file, type, name }) => ({
      type,
      title: `${title} (${name})`,
      href: view.link(place.slice(0, place.lastIndexOf('/') + 1) + file),
    })),
  )
}
