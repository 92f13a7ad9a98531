import {
  type Maintenance,
  type NoticeDue,
  announcedFrom,
  beginsAt,
  endsAt,
  noticeDue,
} from '../maintenance/maintenance.ts'
import type { Interval } from '../time/interval.ts'
import { maxNewsAge } from './incident-notifications.ts'
import { type MaintenanceMoment, type Notification, topicOf } from './notification.ts'

/** How long before a window those concerned are told once more, ms. */
const startingSoonLead = 3_600_000
/** A reminder so soon after the announcement says nothing, ms. */
const reminderGap = 2 * 3_600_000

const windowOf = ({ scheduledFor, scheduledUntil }: Maintenance): Interval => ({
  from: scheduledFor,
  to: scheduledUntil,
})

/** The key of news that there is once for each maintenance. */
const keyOf = (id: string, moment: MaintenanceMoment, part?: string | number): string =>
  `maintenance/${id}/${moment}${part === undefined ? '' : `/${part}`}`

/** The key of the news that a maintenance is planned: nobody is told more of what they were not told of. */
export const announcedKey = (id: string): string => keyOf(id, 'announced')

function notification(
  maintenance: Maintenance,
  moment: MaintenanceMoment,
  key: string,
  now: number,
  update: string | null = null,
): Notification {
  const { id } = maintenance
  return {
    key,
    topic: topicOf('maintenance', id),
    owedAt: now,
    dueAt: now,
    follows: moment === 'announced' ? null : announcedKey(id),
    subject: { kind: 'maintenance', id, moment, update, window: windowOf(maintenance) },
  }
}

const isTold = ({ silent, withdrawn }: Maintenance): boolean => silent !== true && !withdrawn

/**
 * What people are owed when a maintenance is stored: that a single window was announced, that it was moved or cancelled, and
 * what was written in it. What follows from the clock is `dueMaintenanceNotifications`.
 *
 * @param before as it was stored; null for a new one
 * @param isOwed has news with this key been owed before?
 * @param now ms
 */
export function maintenanceNotifications(
  before: Maintenance | null,
  after: Maintenance,
  isOwed: (key: string) => boolean,
  now: number,
): readonly Notification[] {
  if (!isTold(after)) return []
  const { id } = after
  const announced = announcedKey(id)
  const isOver = endsAt(after) <= now
  const all: Notification[] = []
  if (after.programme && !after.programme.changed) return []
  if (!isOwed(announced)) {
    // A window nobody was notified of needs no word of its end, nor of its cancellation.
    if (isOver || after.cancelledAt !== null) return []
    return [notification(after, 'announced', announced, now)]
  }
  if (!before) return []
  const isMoved = before.scheduledFor !== after.scheduledFor || before.scheduledUntil !== after.scheduledUntil
  if (isMoved && after.cancelledAt === null && !isOver)
    all.push(notification(after, 'rescheduled', keyOf(id, 'rescheduled', after.version), now))
  else if (isOtherwise(before, after) && after.cancelledAt === null && !isOver)
    all.push(notification(after, 'updated', keyOf(id, 'updated', after.version), now))
  if (before.cancelledAt === null && after.cancelledAt !== null)
    all.push(notification(after, 'cancelled', keyOf(id, 'cancelled'), now, lastUpdateOf(after, 'cancelled')))
  const previousIds = new Set(before.updates.map((update) => update.id))
  for (const update of after.updates) {
    if (previousIds.has(update.id) || update.notify === false || update.at < now - maxNewsAge) continue
    if (update.status === 'cancelled') continue
    const moment = momentOf(before, after, update.status)
    const key = moment === 'updated' ? keyOf(id, moment, update.id) : keyOf(id, moment)
    all.push(notification(after, moment, key, now, update.id))
  }
  return all
}

/** Does it concern other services, or more gravely, than those were told who plan by it? */
const isOtherwise = (before: Maintenance, after: Maintenance): boolean =>
  before.impact !== after.impact ||
  before.components.toSorted().join('\n') !== after.components.toSorted().join('\n')

const lastUpdateOf = ({ updates }: Maintenance, status: Maintenance['updates'][number]['status']) =>
  updates.findLast((update) => update.status === status)?.id ?? null

/** A person who begins or ends it early says so once; whatever else they write is an update. */
function momentOf(before: Maintenance, after: Maintenance, status: string): MaintenanceMoment {
  if (status === 'in_progress' && before.startedAt === null && after.startedAt !== null) return 'started'
  if (status === 'completed' && before.completedAt === null && after.completedAt !== null) return 'completed'
  return 'updated'
}

/**
 * What of maintenances has come due by the clock: an occurrence at its notice time, a reminder at the class's lead time, a
 * word shortly before, the beginning and the end of what was announced. Asked again it says the same, under the same keys; what was missed while
 * nobody asked is still owed as long as it is of use.
 *
 * @param now ms
 */
export function dueMaintenanceNotifications(
  maintenances: readonly Maintenance[],
  due: NoticeDue,
  now: number,
): readonly Notification[] {
  return maintenances.flatMap((maintenance) => {
    const { id, scheduledFor, cancelledAt } = maintenance
    if (!isTold(maintenance) || cancelledAt !== null) return []
    const begins = beginsAt(maintenance)
    const ends = endsAt(maintenance)
    const announcedAt = announcedFrom(maintenance, due)
    if (now < announcedAt || now >= ends + maxNewsAge) return []
    const all: Notification[] = []
    const owe = (moment: MaintenanceMoment, part?: string | number): void =>
      void all.push(notification(maintenance, moment, keyOf(id, moment, part), now))
    if (now < begins) {
      owe('announced')
      // What was announced late is not repeated at once.
      const isRecent = (at: number): boolean => at - announcedAt < reminderGap
      const reminderAt = scheduledFor - noticeDue(maintenance, due)
      const soonAt = scheduledFor - startingSoonLead
      if (now >= soonAt && !isRecent(soonAt)) owe('starting_soon', scheduledFor)
      else if (now >= reminderAt && now < soonAt && !isRecent(reminderAt)) owe('reminder', scheduledFor)
    } else if (now < ends) owe('started')
    else owe('completed')
    return all
  })
}
