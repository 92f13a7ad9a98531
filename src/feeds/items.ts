import { type Incident, updatedAt } from '../../collector/core/incident.ts'
import { affectedList } from '../view/incident.ts'
import { escape } from '../view/html.ts'
import { incidentPlace } from '../view/lookup.ts'
import { toHtml } from '../view/markdown.ts'
import type { View } from '../view/view.ts'

/** How many incidents a feed tells of: readers that come by once a month miss nothing. */
const feedLimit = 50

/** One incident as feeds of every format tell it. */
export type FeedItem = {
  readonly title: string
  /** Absolute address of its page. */
  readonly link: string
  /** The same for ever, in every format, whatever is updated. */
  readonly guid: string
  /** Safe HTML, the newest message first. */
  readonly html: string
  /** When it was last said anything about, ms. */
  readonly updatedAt: number
}

/** The incidents a feed tells of: those last told about, newest first. */
export const newestFirst = (incidents: readonly Incident[]): readonly Incident[] =>
  incidents.toSorted((a, b) => updatedAt(b) - updatedAt(a) || (a.id < b.id ? -1 : 1)).slice(0, feedLimit)

/** The items of a feed over some incidents, newest first. */
export function feedItems(view: View, incidents: readonly Incident[]): readonly FeedItem[] {
  return newestFirst(incidents).map((incident) => {
    const link = view.absolute(view.path(incidentPlace(incident.id)))
    return {
      title: view.text(incident.title),
      link,
      guid: link,
      html: story(view, incident),
      updatedAt: updatedAt(incident),
    }
  })
}

function story(view: View, incident: Incident): string {
  const { words, format, zone } = view
  const told = incident.updates.toReversed().map((update) => {
    const when = `${format.moment(update.at)} (${zone})`
    const automatic = update.author === 'collector' ? `<p><em>${escape(words.automatic)}</em></p>` : ''
    return `<p><small>${escape(when)}</small><br><strong>${escape(words.incidentStatus[update.status])}</strong></p>${toHtml(view.text(update.body))}${automatic}`
  })
  const names = affectedList(view, incident).map(({ nameHtml }) => nameHtml)
  const where = names.length > 0 ? `<p>${escape(words.affected + words.colon)}${names.join(', ')}</p>` : ''
  const alarm = incident.falseAlarm
    ? `<p><strong>${escape(words.falseAlarmTitle)}</strong></p>${toHtml(view.text(incident.falseAlarm.reason))}`
    : ''
  return alarm + told.join('') + where
}
