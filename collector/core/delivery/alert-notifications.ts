import type { Alert } from '../alert/alert.ts'
import type { AlertMoment } from '../alert/step.ts'
import { groupingDelay } from './incident-notifications.ts'
import { type Notification, topicOf } from './notification.ts'

/** What the team, or a service that keeps alerts as open, is owed news of. */
type AlertNewsMoment = AlertMoment | { readonly moment: 'acknowledged' }

const keyOf = ({ id }: Alert, one: AlertNewsMoment): string =>
  `alert/${id}/${one.moment}${one.moment === 'escalated' ? `/${one.step}` : ''}`

/**
 * What the team is owed of an alert. What fires waits a moment, so that what fires together is reported together; nobody hears of
 * the end of what they were not told of.
 *
 * @param now ms
 */
export const alertNotifications = (
  alert: Alert,
  moments: readonly AlertNewsMoment[],
  now: number,
): readonly Notification[] =>
  moments.map((one) => ({
    key: keyOf(alert, one),
    topic: topicOf('alert', alert.id),
    owedAt: now,
    dueAt: now + (one.moment === 'escalated' || one.moment === 'acknowledged' ? 0 : groupingDelay),
    follows: one.moment === 'fired' ? null : keyOf(alert, { moment: 'fired' }),
    subject: {
      kind: 'alert',
      id: alert.id,
      moment: one.moment,
      step: one.moment === 'escalated' ? one.step : null,
    },
  }))
