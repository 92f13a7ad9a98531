import type { Announcement } from '../../collector/core/announcement/announcement.ts'
import type { Incident } from '../../collector/core/incident/incident.ts'
import { type Maintenance, announcedUpdates } from '../../collector/core/maintenance/maintenance.ts'
import type { Correction } from '../../collector/core/notice/correction.ts'
import type { Text } from '../../collector/core/text/localized-text.ts'
import { fillPlaceholders } from '../../collector/core/i18n/sentences.ts'
import { affectedList } from '../view/incident/incident.ts'
import { noticeWords } from '../view/maintenance/maintenance.ts'
import { escape } from '../view/shared/html.ts'
import { excerpt, toHtml } from '../../collector/core/text/markdown.ts'
import { componentOf } from '../view/shared/places.ts'
import type { View } from '../view/shared/view.ts'
import type { FeedNotice } from './notices.ts'
import { publishedUpdateAt } from './published-update-at.ts'

/** One message of a notice, as feeds tell it. */
export type StoryMessage = {
  readonly id: string
  /** What it is dated, ms. */
  readonly at: number
  /** When readers could first read it, ms. */
  readonly publishedUpdateAt: number
  /** `investigating`, `in_progress`, `false_alarm`, `published`. */
  readonly state: string
  /** The state in the reader's words. */
  readonly label: string
  /** That it was corrected, in the reader's words; null where it was not. */
  readonly corrected: string | null
  readonly body: Text
  /** Written by the collector itself. */
  readonly isAutomatic: boolean
}

/** A notice as feeds tell it. */
export type Story = {
  /** Newest first, at least one. */
  readonly messages: readonly StoryMessage[]
  /** Safe HTML that stands before the messages, such as the window of a maintenance. */
  readonly head: string
  /** Safe HTML that stands after them: what is affected, why, what readers can do. */
  readonly tail: string
}

/** The story of a notice; long texts end with a link to `link`, its page. */
export function storyOf(view: View, listed: FeedNotice, link: string): Story {
  switch (listed.kind) {
    case 'incident':
      return incidentStory(view, listed.notice, link)
    case 'maintenance':
      return maintenanceStory(view, listed, link)
    case 'announcement':
      return announcementStory(view, listed.notice, listed.publishedAt)
  }
}

/** A text of more characters is cut to its beginning: programs refuse feeds that are large. */
const longestText = 8_000
const shownOfLongText = 2_000
const mostTasks = 50

/** A reader's text as safe HTML; of a long one its beginning and a link to the whole. */
function textHtml(view: View, text: Text, link: string, longest = longestText): string {
  const written = view.text(text)
  if (written.length <= longest) return toHtml(written)
  const { text: beginning } = excerpt(written, Math.min(longest, shownOfLongText))
  return `<p>${escape(beginning)} ${readMore(view, link)}</p>`
}

const readMore = (view: View, link: string): string =>
  `<a href="${escape(link)}">${escape(view.words.readMore)}</a>`

/** When, what it is by then, and what was said. */
export function messageHtml(view: View, message: StoryMessage, link: string, longest?: number): string {
  const { at, label, corrected, isAutomatic, body } = message
  const mark = corrected === null ? '' : ` <em>(${escape(corrected)})</em>`
  const when = `${view.format.moment(at)} (${view.zone})`
  const automatic = isAutomatic ? `<p><em>${escape(view.words.automatic)}</em></p>` : ''
  const head = `<p><small>${escape(when)}</small><br><strong>${escape(label)}</strong>${mark}</p>`
  return head + textHtml(view, body, link, longest) + automatic
}

/** Ids of the messages that were corrected. */
const correctedIn = (corrections: readonly Correction[] | undefined): ReadonlySet<string> =>
  new Set((corrections ?? []).flatMap(({ what }) => /^updates\.(.+)\.[a-z_]+$/.exec(what)?.[1] ?? []))

function incidentStory(view: View, incident: Incident, link: string): Story {
  const { words } = view
  const corrected = correctedIn(incident.corrections)
  const messages: StoryMessage[] = incident.updates.toReversed().map((update) => ({
    id: update.id,
    at: update.at,
    publishedUpdateAt: publishedUpdateAt(update),
    state: update.status,
    label: words.incidentStatus[update.status],
    corrected: corrected.has(update.id) ? words.corrections.corrected : null,
    body: update.body,
    isAutomatic: update.author === 'collector',
  }))
  const names = affectedList(view, incident).map(({ nameHtml }) => nameHtml)
  const { falseAlarm } = incident
  return {
    messages,
    head: falseAlarm
      ? `<p><strong>${escape(words.falseAlarmTitle)}</strong></p>${textHtml(view, falseAlarm.reason, link)}`
      : '',
    tail: names.length > 0 ? fact(words.affected + words.colon, names.join(', ')) : '',
  }
}

const announcementStory = (
  view: View,
  { id, publishedAt, corrections, body }: Announcement,
  firstReadAt: number,
): Story => ({
  messages: [
    {
      id,
      at: publishedAt,
      publishedUpdateAt: firstReadAt,
      state: 'published',
      label: view.words.announcements.label,
      corrected: corrections?.length ? view.words.announcements.corrected : null,
      body,
      isAutomatic: false,
    },
  ],
  head: '',
  tail: '',
})

/** A span of work in words, with its zone. */
export function scheduledHtml(view: View, { from, to }: { readonly from: number; readonly to: number }) {
  const { format } = view
  const end = format.key(from) === format.key(to) ? format.time(to) : format.full(to)
  const span = `${format.full(from)} – ${end} (${view.zone})`
  return `<p><strong>${escape(fillPlaceholders(view.words.feeds.scheduled, { span }))}</strong></p>`
}

function maintenanceStory(
  view: View,
  { notice: maintenance, publishedAt, span }: Extract<FeedNotice, { kind: 'maintenance' }>,
  link: string,
): Story {
  const { planned } = view.words
  const corrected = correctedIn(maintenance.corrections)
  const messages: StoryMessage[] = announcedUpdates(maintenance, view.snapshot.generatedAt)
    .toReversed()
    .map((update) => {
      const isByClock = update.author === 'collector'
      return {
        id: update.id,
        at: update.at,
        // An occurrence is planned long before readers are notified of it.
        publishedUpdateAt: Math.max(publishedUpdateAt(update), isByClock ? publishedAt : 0),
        state: update.status,
        label: planned.status[update.status],
        corrected: corrected.has(update.id) ? view.words.corrections.corrected : null,
        // That it is planned, begins and ends is told by the status; why, and what else there is to say, stands below.
        body: isByClock ? '' : update.body,
        isAutomatic: false,
      }
    })
  return { messages, head: scheduledHtml(view, span), tail: maintenanceFacts(view, maintenance, link) }
}

function maintenanceFacts(view: View, maintenance: Maintenance, link: string): string {
  const { words, snapshot } = view
  const { planned } = words
  const part = (label: string, text: Text | null): string =>
    text === null || view.text(text).trim() === ''
      ? ''
      : `<p><strong>${escape(label)}</strong></p>${textHtml(view, text, link)}`
  const notice = noticeWords(view, maintenance)
  const names = maintenance.components.map((id) => view.html(componentOf(snapshot, id)?.name ?? id))
  const tasks = maintenance.tasks
    .slice(0, mostTasks)
    .map((task) => `<li>${view.html(task)}</li>`)
    .join('')
  return [
    part(planned.reason, maintenance.reason),
    part(planned.alternatives, maintenance.alternatives),
    part(planned.details, maintenance.body),
    tasks && `<p><strong>${escape(planned.tasks)}</strong></p><ul>${tasks}</ul>`,
    fact(words.impactLabel + words.colon, escape(words.impactDegree[maintenance.impact])),
    fact(planned.noticeLabel + words.colon, escape(notice.late ? notice.fact : notice.text)),
    names.length > 0 ? fact(planned.components + words.colon, names.join(', ')) : '',
  ].join('')
}

const fact = (label: string, html: string): string => `<p>${escape(label)}${html}</p>`

/** A story longer than this leaves out its earlier messages, bytes. */
const longestMessages = 16_000

/** All of a story as safe HTML, the newest message first; of a long one the newest messages, and a link to its page. */
export function storyHtml(view: View, story: Story, link: string): string {
  const shown: string[] = []
  let size = 0
  for (const message of story.messages) {
    const html = messageHtml(view, message, link)
    if (shown.length > 0 && size + html.length > longestMessages) break
    shown.push(html)
    size += html.length
  }
  return (
    story.head + shown.join('') + earlierHtml(view, story.messages.length - shown.length, link) + story.tail
  )
}

/** Characters of the latest message in a brief story. */
const briefText = 280

/** The beginning of the latest message of a story, and a link to its page. */
export const briefHtml = (view: View, story: Story, link: string): string =>
  messageHtml(view, story.messages[0]!, link, briefText) +
  earlierHtml(view, story.messages.length - 1, link) +
  (story.messages.length === 1 ? `<p>${readMore(view, link)}</p>` : '')

const earlierHtml = (view: View, count: number, link: string): string =>
  count === 0
    ? ''
    : `<p><a href="${escape(link)}">${escape(view.counted(view.words.earlierUpdates, count))}</a></p>`
