import type { Alert } from '../alert/alert.ts'
import type { Announcement } from '../announcement/announcement.ts'
import type { Deployment } from '../deployment/deployment.ts'
import type { DecidedVerdict, DeploymentWatch } from '../deployment/deployment-watch.ts'
import { type Incident, type IncidentUpdate, isOpen } from '../incident/incident.ts'
import type { Maintenance, MaintenanceUpdate } from '../maintenance/maintenance.ts'
import type { Report } from '../report/report-document.ts'
import { answeredAt } from '../slo/incident-clocks.ts'
import type { EscalationReason, MaintenanceMoment, Notification } from './notification.ts'

/** What there is to tell of one topic by now: the notifications that wait, with the thing itself as it is stored now. */
export type News =
  | {
      readonly kind: 'incident'
      readonly incident: Incident
      /** The messages to be told, oldest first. */
      readonly updates: readonly IncidentUpdate[]
      /** All of them are the collector's own. */
      readonly automatic: boolean
      /** How often it came back among them. */
      readonly relapses: number
      /** Why somebody should act although nothing new was said; null where that is not asked. */
      readonly escalation: EscalationReason | null
    }
  | {
      readonly kind: 'maintenance'
      readonly maintenance: Maintenance
      readonly moment: MaintenanceMoment
      /** The message it is about; null for what follows from the clock or the plan. */
      readonly update: MaintenanceUpdate | null
    }
  | { readonly kind: 'announcement'; readonly announcement: Announcement }
  /** What a rule of the team watches for, as it is now; its weightiest moment of those to be told. */
  | { readonly kind: 'alert'; readonly alert: Alert; readonly moment: SubjectOf<'alert'>['moment'] }
  /** Of a period that is over, in its latest revision. */
  | { readonly kind: 'report'; readonly report: Report }
  | DeploymentNews

/** A watch over a deployment has come to a verdict. */
type DeploymentNews = {
  readonly kind: 'deployment'
  readonly deployment: Deployment
  readonly watch: DeploymentWatch
  readonly verdict: DecidedVerdict
}

type SubjectOf<Kind extends Notification['subject']['kind']> = Extract<
  Notification['subject'],
  { kind: Kind }
>

/** Of several reasons to act, the first that holds is named. */
const reasons: readonly EscalationReason[] = [
  'unacknowledged',
  'resolution_due',
  'update_due',
  'prioritized',
  'acknowledged',
]

/** The news of an incident; null where what was to be told is no longer there, and nobody is asked to act any more. */
export function incidentNews(
  incident: Incident | null,
  subjects: readonly SubjectOf<'incident'>[],
  escalations: readonly SubjectOf<'escalation'>[] = [],
): News | null {
  if (!incident || incident.withdrawn) return null
  const wanted = new Set(subjects.map(({ update }) => update))
  const updates = incident.updates.filter(({ id }) => wanted.has(id))
  const holding = new Set(escalations.filter((one) => stillHolds(one, incident)).map(({ reason }) => reason))
  const found = reasons.find((reason) => holding.has(reason)) ?? null
  // A message that waited says itself that somebody takes care of it.
  const escalation = updates.length > 0 && found === 'acknowledged' ? null : found
  if (updates.length === 0 && escalation === null) return null
  return {
    kind: 'incident',
    incident,
    updates,
    automatic: updates.length === 0 ? incident.automatic : subjects.every(({ automatic }) => automatic),
    relapses: subjects.filter(({ reopened }) => reopened).length,
    escalation,
  }
}

/** Is what an escalation asks for still to be done? */
function stillHolds({ reason, update }: SubjectOf<'escalation'>, incident: Incident): boolean {
  if (!isOpen(incident)) return false
  if (reason === 'unacknowledged') return answeredAt(incident) === null
  if (reason === 'acknowledged') return incident.acknowledgedAt !== null
  if (reason === 'update_due') return incident.updates.at(-1)!.id === update
  return true
}

/** What of several moments of a maintenance is told: one that says it does not take place, or is over, says all. */
const weight: Record<MaintenanceMoment, number> = {
  cancelled: 7,
  completed: 6,
  started: 5,
  rescheduled: 4,
  announced: 3,
  starting_soon: 2,
  reminder: 1,
  updated: 0,
}

/** The news of a maintenance: its weightiest moment that still holds; null where nothing does any more. */
export function maintenanceNews(
  maintenance: Maintenance | null,
  subjects: readonly SubjectOf<'maintenance'>[],
): News | null {
  if (!maintenance || maintenance.withdrawn) return null
  const isCancelled = maintenance.cancelledAt !== null
  const holding = subjects.filter(({ moment, window }) => {
    if (isCancelled) return moment === 'cancelled'
    // Said of another window than the one that stands.
    if (moment === 'reminder' || moment === 'starting_soon') return window.from === maintenance.scheduledFor
    return true
  })
  const [heaviest] = holding.toSorted((a, b) => weight[b.moment] - weight[a.moment])
  if (!heaviest) return null
  const update = maintenance.updates.find(({ id }) => id === heaviest.update) ?? null
  return { kind: 'maintenance', maintenance, moment: heaviest.moment, update }
}

/** Of several moments of an alert that lasts, the first is told. */
const alertMoments = ['escalated', 'fired', 'acknowledged'] as const

/** The news of an alert; null where it is gone, or was answered before it could escalate. What has ended meanwhile is told as such, once. */
export function alertNews(alert: Alert | null, subjects: readonly SubjectOf<'alert'>[]): News | null {
  if (!alert) return null
  if (alert.endedAt !== null) return { kind: 'alert', alert, moment: 'ended' }
  const moments = new Set(subjects.map(({ moment }) => moment))
  // Somebody answered while it waited: nothing is still unanswered.
  if (alert.acknowledgedAt !== null) moments.delete('escalated')
  const moment = alertMoments.find((one) => moments.has(one))
  return moment === undefined ? null : { kind: 'alert', alert, moment }
}

/** The news of an announcement; null where it was taken off the page. */
export const announcementNews = (announcement: Announcement | null): News | null =>
  !announcement || announcement.withdrawn ? null : { kind: 'announcement', announcement }

/** The news of a verdict; null where the watch went on, or came to another one since. */
export function deploymentNews(
  deployment: Deployment | null,
  subjects: readonly SubjectOf<'deployment'>[],
): News | null {
  const { watch } = deployment ?? {}
  const subject = subjects.find(({ verdict }) => verdict === watch?.verdict)
  return deployment && watch && subject
    ? { kind: 'deployment', deployment, watch, verdict: subject.verdict }
    : null
}
