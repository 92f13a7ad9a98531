import type { View } from '../view/shared/view.ts'
import { clean } from '../../collector/core/text/clean.ts'
import { fitItems } from './fit-items.ts'
import type { FeedItem } from './feed-item.ts'
import { titleOf } from './items.ts'
import { type FeedNotice, feedNotices } from './notices.ts'
import { permanentId } from './permanent-id.ts'
import { type Story, type StoryMessage, briefHtml, messageHtml, scheduledHtml, storyOf } from './stories.ts'

/** How many messages the feed of messages tells, beside the latest ones of what goes on. */
const updateLimit = 100

/** A message, or a move of a window, as an item of its own. */
type Update = {
  readonly id: string
  readonly at: number
  readonly state: string
  readonly label: string
  readonly html: string
}

/**
 * The items of the feed of messages, newest first: one for each message of each notice. Readers that show an item once and
 * never again see the end of an incident here.
 */
export function updateItems(view: View): readonly FeedItem[] {
  const found = feedNotices(view.snapshot, null).flatMap((listed) => {
    const link = view.absolute(view.path(listed.place))
    const story = storyOf(view, listed, link)
    const updates = updatesOf(view, listed, story, link).toSorted((a, b) => b.at - a.at)
    return updates.map((update, index) => ({
      listed,
      link,
      story,
      update,
      isOpen: listed.open && index === 0,
    }))
  })
  const candidates = found
    .toSorted((a, b) => b.update.at - a.update.at || (a.update.id < b.update.id ? -1 : 1))
    .filter(({ isOpen }, index) => isOpen || index < updateLimit)
    .map(({ listed, link, story, update, isOpen }) => {
      const { id, at, state, label, html } = update
      const whole: FeedItem = {
        kind: listed.kind,
        title: listed.kind === 'announcement' ? titleOf(view, listed) : `${titleOf(view, listed)} — ${label}`,
        link,
        guid: `urn:uuid:${permanentId('update', `${listed.kind} ${listed.notice.id} ${id}`)}`,
        state,
        html: clean(html),
        publishedAt: at,
        updatedAt: at,
      }
      return { whole, brief: () => ({ ...whole, html: clean(briefHtml(view, story, link)) }), isOpen }
    })
  return fitItems(candidates)
}

function updatesOf(view: View, listed: FeedNotice, story: Story, link: string): Update[] {
  const updates = story.messages.map((message) => ({
    id: message.id,
    at: message.publishedUpdateAt,
    state: message.state,
    label: message.label,
    html: withFacts(message, story, messageHtml(view, message, link)),
  }))
  if (listed.kind === 'incident' && listed.notice.falseAlarm)
    updates.push({
      id: 'false-alarm',
      at: listed.notice.falseAlarm.at,
      state: 'false_alarm',
      label: view.words.falseAlarmTitle,
      html: story.head,
    })
  if (listed.kind === 'maintenance')
    for (const span of listed.notice.announced.slice(1)) {
      if (span.at > view.snapshot.generatedAt || span.at < listed.publishedAt) continue
      const label = view.words.planned.status.scheduled
      const html = scheduledHtml(view, span) + story.tail
      updates.push({ id: `announced ${span.at}`, at: span.at, state: 'scheduled', label, html })
    }
  return updates
}

/** What stands around the messages of a notice goes with its first one, and with that which says when work is. */
const withFacts = ({ id, state }: StoryMessage, { messages, head, tail }: Story, html: string): string => {
  if (state === 'scheduled') return head + html + tail
  return id === messages.at(-1)!.id ? html + tail : html
}
