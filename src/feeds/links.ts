import { fillPlaceholders } from '../../collector/core/i18n/sentences.ts'
import { componentAt } from '../view/shared/places.ts'
import type { View } from '../view/shared/view.ts'

/** Something to subscribe to, as a page's head names it. */
export type FeedLink = { readonly type: string; readonly title: string; readonly href: string }

const feeds = [
  { file: 'rss.xml', type: 'application/rss+xml', name: 'RSS' },
  { file: 'atom.xml', type: 'application/atom+xml', name: 'Atom' },
  { file: 'feed.json', type: 'application/feed+json', name: 'JSON' },
]

/**
 * What a page names to subscribe to: the feeds and the calendar of the whole page, and, where `own` is the place of one of
 * a component's feeds (`/components/api/rss.xml`), that component's.
 */
export function feedLinks(view: View, own: string | undefined): readonly FeedLink[] {
  const { words, snapshot } = view
  const { name } = snapshot.page
  const links = (folder: string, title: string, agenda: string): FeedLink[] => [
    ...feeds.map(({ file, type, name: format }) => ({
      type,
      title: `${title} (${format})`,
      href: view.link(folder + file),
    })),
    { type: 'text/calendar', title: agenda, href: view.link(`${folder}calendar.ics`) },
  ]
  const whole = links(
    '/',
    fillPlaceholders(words.feedTitle, { name }),
    fillPlaceholders(words.feeds.agenda, { name }),
  )
  const id = /^\/components\/([^/]+)\//.exec(own ?? '')?.[1]
  if (id === undefined) return whole
  const values = { name, component: view.text(componentAt(snapshot, id).name) }
  return [
    ...whole,
    ...links(
      `/components/${id}/`,
      fillPlaceholders(words.feedComponent, values),
      fillPlaceholders(words.feeds.agendaComponent, values),
    ),
  ]
}
