import { fillPlaceholders } from '../../collector/core/i18n/sentences.ts'
import { updatesFile } from './feed.ts'
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
  const links = (folder: string, title: string, agenda: string, reminders: string): FeedLink[] => [
    ...feeds.map(({ file, type, name: format }) => ({
      type,
      title: `${title} (${format})`,
      href: view.link(folder + file),
    })),
    { type: 'text/calendar', title: agenda, href: view.link(`${folder}calendar.ics`) },
    { type: 'text/calendar', title: reminders, href: view.link(`${folder}calendar-alarms.ics`) },
  ]
  const whole = links(
    '/',
    fillPlaceholders(words.feedTitle, { name }),
    fillPlaceholders(words.feeds.agenda, { name }),
    fillPlaceholders(words.feeds.reminders, { name }),
  )
  const updates: FeedLink = {
    type: 'application/atom+xml',
    title: fillPlaceholders(words.feedUpdates, { name }),
    href: view.link(`/${updatesFile}`),
  }
  const id = /^\/components\/([^/]+)\//.exec(own ?? '')?.[1]
  if (id === undefined) return [...whole, updates]
  const values = { name, component: view.text(componentAt(snapshot, id).name) }
  return [
    ...whole,
    updates,
    ...links(
      `/components/${id}/`,
      fillPlaceholders(words.feedComponent, values),
      fillPlaceholders(words.feeds.agendaComponent, values),
      fillPlaceholders(words.feeds.remindersComponent, values),
    ),
  ]
}

/** Feeds and calendars of the whole page, with what a reader finds in them. */
export const wholeLinks = (view: View) => ({
  feeds: [
    { name: 'RSS', href: view.link('/rss.xml'), about: view.words.subscriptions.feeds.notices },
    { name: 'Atom', href: view.link('/atom.xml'), about: view.words.subscriptions.feeds.notices },
    { name: 'JSON Feed', href: view.link('/feed.json'), about: view.words.subscriptions.feeds.notices },
    { name: 'Atom', href: view.link(`/${updatesFile}`), about: view.words.subscriptions.feeds.updates },
  ],
  calendars: [
    { name: view.words.subscriptions.calendars.plain, href: view.link('/calendar.ics') },
    { name: view.words.subscriptions.calendars.reminders, href: view.link('/calendar-alarms.ics') },
  ],
})
