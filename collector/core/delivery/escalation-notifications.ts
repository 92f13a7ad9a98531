import type { Config } from '../config/config.ts'
import { isSilent } from './incident-notifications.ts'
import { type Notification, type NotificationSubject, topicOf } from './notification.ts'
import { type Incident, type Priority, isOpen } from '../incident/incident.ts'
import { answeredAt, incidentClocks } from '../slo/incident-clocks.ts'
import { type EscalationPlan, dueSteps } from '../escalation/escalation.ts'

/** What an incident is escalated by: who is told when, and the times that are promised for it. */
export type EscalationSettings = Pick<Config, 'escalations' | 'priorities' | 'objectives'>

/** The key of a step of the plan of a priority: a step is taken once, whatever becomes of the priority meanwhile. */
export const stepKey = (incident: string, priority: Priority, step: number): string =>
  `escalation/${incident}/${priority}/${step}`

/** The steps that are taken with the news itself: those to be notified after 0 s are notified at once. */
export const immediateSteps = (plan: EscalationPlan): ReadonlySet<number> =>
  new Set(plan.flatMap(({ after }, index) => (after === 0 ? [index] : [])))

type EscalationSubject = Extract<NotificationSubject, { kind: 'escalation' }>

/**
 * What the team is owed of an incident by the clock alone, as of `now` (ms): steps that nobody's answer has stopped, an update
 * that was promised by now, a resolution that is due. Asked again it says the same, under the same keys, until the incident
 * changes; what came due while nobody looked is late, but due. The clocks are those of the page (`incidentClocks`).
 */
export function dueEscalations(
  incident: Incident,
  settings: EscalationSettings,
  now: number,
): readonly Notification[] {
  if (isSilent(incident) || incident.withdrawn || incident.falseAlarm || !isOpen(incident)) return []
  return [...dueStepsOf(incident, settings, now), ...dueReminders(incident, settings, now)]
}

function dueStepsOf(incident: Incident, { escalations }: EscalationSettings, now: number) {
  const { priority, detectedAt } = incident
  const plan = (priority === null ? null : escalations[priority]?.steps) ?? []
  if (priority === null || plan.length === 0) return []
  const { due } = dueSteps(plan, detectedAt, answeredAt(incident), immediateSteps(plan), now)
  return due.map((step) =>
    escalationNews(incident, stepKey(incident.id, priority, step), now, { reason: 'unacknowledged', step }),
  )
}

function dueReminders(incident: Incident, settings: EscalationSettings, now: number) {
  const { id, priority, updates } = incident
  const reminders: Notification[] = []
  const { resolution } = incidentClocks(incident, settings, now)
  if (resolution.running && resolution.objective !== null && resolution.elapsed >= resolution.objective)
    reminders.push(
      escalationNews(incident, `escalation/${id}/resolution_due/${priority}`, now, {
        reason: 'resolution_due',
        step: 0,
      }),
    )
  const every = (priority === null ? null : settings.escalations[priority]?.updateEvery) ?? null
  const last = updates[updates.length - 1]!
  // Of several that were missed while nobody looked, one says it all.
  const missed = every === null ? 0 : Math.floor((now - last.at) / every)
  if (missed >= 1)
    reminders.push(
      escalationNews(incident, `escalation/${id}/update_due/${last.id}/${missed}`, now, {
        reason: 'update_due',
        step: missed - 1,
      }),
    )
  return reminders
}

/** News for the team alone: somebody should act on an incident. */
const escalationNews = (
  { id, priority, updates }: Incident,
  key: string,
  now: number,
  why: Pick<EscalationSubject, 'reason' | 'step'>,
): Notification => ({
  key,
  topic: topicOf('incident', id),
  owedAt: now,
  dueAt: now,
  follows: null,
  subject: { kind: 'escalation', incident: id, priority, update: updates[updates.length - 1]!.id, ...why },
})
