import { type Incident, type IncidentUpdate, collectorAuthor, isOpen } from '../incident/incident.ts'
import { type Notification, topicOf } from './notification.ts'

/** News older than this is no news any more when it is written down, ms. */
export const maxNewsAge = 86_400_000
/** What the collector finds out by itself waits this long, so that components that fall together are told of together, ms. */
export const groupingDelay = 2_000
/** A recovery the collector sees is told of once it has lasted this long, ms: what fails again at once is not over. */
export const recoveryDelay = 60_000

/** Is nobody to be notified of it, beyond the page? So it is for what was opened that way, and for what was imported. */
export const isSilent = (incident: Incident): boolean =>
  incident.silent === true || incident.updates[0]!.notify === false

/**
 * What people are owed when an incident is stored: news of each message that was not there before. Corrections are no news,
 * nor is what is dated more than a day ago, unless it is the last word on what still goes on.
 *
 * @param before as it was stored; null for a new one
 * @param now ms
 */
export function incidentNotifications(
  before: Incident | null,
  after: Incident,
  now: number,
): readonly Notification[] {
  if (isSilent(after) || after.withdrawn) return []
  const isNew = newUpdates(before, after)
  const news = after.updates.flatMap((update, index) => {
    if (update.notify === false || !isNew(update)) return []
    const isLast = index === after.updates.length - 1
    if (update.at < now - maxNewsAge && !(isLast && isOpen(after))) return []
    const automatic = update.author === collectorAuthor
    return [
      {
        key: `incident/${after.id}/${update.id}`,
        topic: topicOf('incident', after.id),
        owedAt: now,
        dueAt: now + (automatic ? delayOf(update) : 0),
        follows: null,
        subject: {
          kind: 'incident',
          id: after.id,
          update: update.id,
          automatic,
          reopened: automatic && isRelapse(after.updates, index),
        },
      } satisfies Notification,
    ]
  })
  if (news.length > 0) return news
  return [...acknowledgedNotifications(before, after, now), ...priorityNotifications(before, after, now)]
}

/** Somebody takes care of it, and nothing is said: services that keep it as open are told, so that they wake nobody else. */
function acknowledgedNotifications(
  before: Incident | null,
  after: Incident,
  now: number,
): readonly Notification[] {
  if (before === null || before.acknowledgedAt !== null || after.acknowledgedAt === null) return []
  return isOpen(after) ? [silentNews(after, `incident/${after.id}/acknowledged`, 'acknowledged', now)] : []
}

/** It became more urgent, and nothing is said of it: those whom the new priority names are told all the same. */
function priorityNotifications(
  before: Incident | null,
  after: Incident,
  now: number,
): readonly Notification[] {
  const { id, priority, version } = after
  if (before === null || priority === null || !isOpen(after)) return []
  if (before.priority !== null && before.priority <= priority) return []
  return [silentNews(after, `incident/${id}/priority/${version}`, 'prioritized', now)]
}

/** News of a change about which nobody has written a message. */
const silentNews = (
  { id, priority, updates }: Incident,
  key: string,
  reason: 'acknowledged' | 'prioritized',
  now: number,
): Notification => ({
  key,
  topic: topicOf('incident', id),
  owedAt: now,
  dueAt: now,
  follows: null,
  subject: {
    kind: 'escalation',
    incident: id,
    reason,
    priority,
    update: updates[updates.length - 1]!.id,
    step: 0,
  },
})

const delayOf = ({ status }: IncidentUpdate): number =>
  status === 'resolved' || status === 'monitoring' ? recoveryDelay : groupingDelay

/** Is this the collector's message that a problem is back after it seemed over? */
const isRelapse = (updates: readonly IncidentUpdate[], index: number): boolean =>
  index > 0 && updates[index]!.status === 'investigating' && updates[index - 1]!.status !== 'investigating'

/** Tells messages that were not there from those that only got another date, and with it another id (as in files). */
function newUpdates(before: Incident | null, after: Incident): (update: IncidentUpdate) => boolean {
  if (!before) return () => true
  const ids = new Set(before.updates.map(({ id }) => id))
  const kept = new Set(after.updates.map(({ id }) => id))
  const wordsOf = ({ status, body }: IncidentUpdate): string => JSON.stringify([status, body])
  const redated = new Set(before.updates.filter(({ id }) => !kept.has(id)).map(wordsOf))
  return (update) => !ids.has(update.id) && !redated.has(wordsOf(update))
}
