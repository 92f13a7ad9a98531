import { type Incident, incidentStatus } from '../../collector/core/incident/incident.ts'
import {
  type Maintenance,
  announcedUpdates,
  maintenanceStatus,
} from '../../collector/core/maintenance/maintenance.ts'
import type { Correction } from '../../collector/core/incident/correction.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import type { Text } from '../../collector/core/text/localized-text.ts'
import { fillPlaceholders } from '../../collector/core/i18n/sentences.ts'
import { affectedList } from '../view/incident/incident.ts'
import { escape } from '../view/shared/html.ts'
import { componentOf } from '../view/shared/places.ts'
import { noticeWords, workSpan } from '../view/maintenance/maintenance.ts'
import { toHtml } from '../view/shared/markdown.ts'
import type { View } from '../view/shared/view.ts'
import { clean, cleanLine } from './clean.ts'
import { type FeedNotice, feedNotices } from './notices.ts'
import { permanentId } from './permanent-id.ts'

/** One notice as feeds of every format tell it. */
export type FeedItem = {
  readonly kind: 'incident' | 'maintenance'
  /** Plain text in one line. */
  readonly title: string
  /** Absolute address of its page. */
  readonly link: string
  /** The same for ever, in every format and language, whatever is updated and wherever the page moves. */
  readonly guid: string
  /** What it is by now: `investigating`, `resolved`, `false_alarm`, `in_progress`. */
  readonly state: string
  /** Safe HTML, the newest message first. */
  readonly html: string
  /** When it was first told, ms. */
  readonly publishedAt: number
  /** When it was last said anything about, ms. */
  readonly updatedAt: number
}

// The feeds of one publication tell the same stories in several formats, and of several components.
const known = new WeakMap<Snapshot, Map<string, FeedItem>>()

/** The items of a feed, newest first: of the whole page, or of a component by its id. */
export function feedItems(view: View, component: string | null): readonly FeedItem[] {
  let items = known.get(view.snapshot)
  if (!items) known.set(view.snapshot, (items = new Map()))
  return feedNotices(view.snapshot, component).map((notice) => {
    const key = view.path(notice.place)
    let item = items.get(key)
    if (!item) items.set(key, (item = itemOf(view, notice)))
    return item
  })
}

function itemOf(view: View, listed: FeedNotice): FeedItem {
  const link = view.absolute(view.path(listed.place))
  return {
    kind: listed.kind,
    title: cleanLine(view.text(listed.notice.title)) || listed.notice.id,
    link,
    guid: `urn:uuid:${permanentId(listed.kind, listed.notice.id)}`,
    state: stateOf(view, listed),
    html: clean(
      listed.kind === 'incident' ? incidentStory(view, listed.notice) : maintenanceStory(view, listed.notice),
    ),
    publishedAt: listed.publishedAt,
    updatedAt: listed.updatedAt,
  }
}

const stateOf = ({ snapshot }: View, listed: FeedNotice): string =>
  listed.kind === 'maintenance'
    ? maintenanceStatus(listed.notice, snapshot.generatedAt)
    : listed.notice.falseAlarm
      ? 'false_alarm'
      : incidentStatus(listed.notice)

/** Ids of the messages that were corrected. */
const correctedIn = (corrections: readonly Correction[] | undefined): ReadonlySet<string> =>
  new Set((corrections ?? []).flatMap(({ what }) => /^updates\.(.+)\.[a-z_]+$/.exec(what)?.[1] ?? []))

/** When, what it is by then, and what was said. */
function message(view: View, at: number, status: string, corrected: boolean, body: string): string {
  const mark = corrected ? ` <em>(${escape(view.words.corrections.corrected)})</em>` : ''
  const when = `${view.format.moment(at)} (${view.zone})`
  return `<p><small>${escape(when)}</small><br><strong>${escape(status)}</strong>${mark}</p>${body}`
}

function incidentStory(view: View, incident: Incident): string {
  const { words } = view
  const corrected = correctedIn(incident.corrections)
  const said = incident.updates.toReversed().map((update) => {
    const automatic = update.author === 'collector' ? `<p><em>${escape(words.automatic)}</em></p>` : ''
    const body = toHtml(view.text(update.body)) + automatic
    return message(view, update.at, words.incidentStatus[update.status], corrected.has(update.id), body)
  })
  const names = affectedList(view, incident).map(({ nameHtml }) => nameHtml)
  const where = names.length > 0 ? fact(words.affected + words.colon, names.join(', ')) : ''
  const alarm = incident.falseAlarm
    ? `<p><strong>${escape(words.falseAlarmTitle)}</strong></p>${toHtml(view.text(incident.falseAlarm.reason))}`
    : ''
  return alarm + said.join('') + where
}

function maintenanceStory(view: View, maintenance: Maintenance): string {
  const { words, format, snapshot } = view
  const { planned } = words
  const { from, to } = workSpan(maintenance)
  const end = format.key(from) === format.key(to) ? format.time(to) : format.full(to)
  const span = `${format.full(from)} – ${end} (${view.zone})`
  const corrected = correctedIn(maintenance.corrections)
  const said = announcedUpdates(maintenance, snapshot.generatedAt)
    .toReversed()
    .map((update) => {
      // That it is planned, begins and ends is told by the status; why, and what else there is to say, stands below.
      const body = update.author === 'collector' ? '' : toHtml(view.text(update.body))
      return message(view, update.at, planned.status[update.status], corrected.has(update.id), body)
    })
  const part = (label: string, text: Text | null): string => {
    const written = text === null ? '' : view.text(text)
    return written.trim() === '' ? '' : `<p><strong>${escape(label)}</strong></p>${toHtml(written)}`
  }
  const names = maintenance.components.map((id) => view.html(componentOf(snapshot, id)?.name ?? id))
  const tasks = maintenance.tasks.map((task) => `<li>${view.html(task)}</li>`).join('')
  return [
    `<p><strong>${escape(fillPlaceholders(words.feeds.scheduled, { span }))}</strong></p>`,
    ...said,
    part(planned.reason, maintenance.reason),
    part(planned.alternatives, maintenance.alternatives),
    part(planned.details, maintenance.body),
    tasks && `<p><strong>${escape(planned.tasks)}</strong></p><ul>${tasks}</ul>`,
    fact(words.impactLabel + words.colon, escape(words.impactDegree[maintenance.impact])),
    fact(planned.noticeLabel + words.colon, escape(noticeWords(view, maintenance).fact)),
    names.length > 0 ? fact(planned.components + words.colon, names.join(', ')) : '',
  ].join('')
}

const fact = (label: string, html: string): string => `<p>${escape(label)}${html}</p>`
