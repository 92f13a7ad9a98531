import {
  type IncidentClock,
  type IncidentPromises,
  incidentClocks,
  isAnnouncement,
  mtta,
  mttr,
} from '../slo/incident-clocks.ts'
import { type Incident, type IncidentUpdate, affected, resolvedAt } from '../incident/incident.ts'
import type { Interval } from '../time/interval.ts'
import type { ReportClock, ReportIncident, ReportIncidents, Terms } from './report-document.ts'
import { instant, instantOrNull } from './report-period.ts'

const closing = ({ status }: IncidentUpdate): boolean => status === 'resolved' || status === 'postmortem'

/**
 * An incident as it stood at an instant (ms), with what is known of it now: what was said later is left out, and one
 * resolved later, or for a while only, is still open. What was corrected since stays corrected; so does when it was
 * acknowledged, be it after that instant: what was said before is no answer then, nor is it counted twice.
 */
export function asOf(incident: Incident, until: number): Incident {
  const end = resolvedAt(incident)
  const over = end !== null && end < until
  // One that was begun before and written down later has at least its first message.
  const said = incident.updates.filter((update, i) => i === 0 || update.at < until)
  return {
    ...incident,
    updates: over
      ? said
      : said.map((update) => (closing(update) ? { ...update, status: 'monitoring' as const } : update)),
  }
}

/** Does it touch a span? One that begins and ends at one instant touches where it lies. */
export const touches = (incident: Incident, { from, to }: Interval): boolean => {
  const end = resolvedAt(incident) ?? Infinity
  return incident.startedAt < to && (end > from || incident.startedAt >= from)
}

/** Did it begin in a span, and was it one? */
export const beganIn = (incident: Incident, { from, to }: Interval): boolean =>
  incident.startedAt >= from &&
  incident.startedAt < to &&
  incident.falseAlarm === null &&
  !isAnnouncement(incident)

/** Incidents that a report over a span (ms) tells of, oldest first: those that touch it, as they stood at its end. */
export function toldIn(incidents: readonly Incident[], span: Interval): readonly Incident[] {
  return incidents
    .filter((one) => !one.withdrawn && touches(one, span) && !isAnnouncement(one))
    .map((one) => asOf(one, span.to))
    .toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

/** The ids of incidents that name a component and touch each span, oldest first. */
export const idsTouching = (told: readonly Incident[], component: string, span: Interval): string[] =>
  told.filter((one) => names(one, component) && touches(one, span)).map((one) => one.id)

const names = (incident: Incident, component: string): boolean =>
  incident.about === component ||
  incident.updates.some((update) => Object.hasOwn(update.components, component))

/** @param told see `toldIn`, for the same span */
export function incidentsOf(told: readonly Incident[], span: Interval, terms: Terms): ReportIncidents {
  const begun = told.filter((one) => beganIn(one, span))
  const promises: IncidentPromises = { priorities: terms.priorities, objectives: terms.objectives }
  const having = (priority: Incident['priority']): number =>
    begun.filter((one) => one.priority === priority).length
  return {
    begun: begun.length,
    resolved: told.filter((one) => {
      const end = resolvedAt(one)
      return one.falseAlarm === null && end !== null && end >= span.from && end < span.to
    }).length,
    by_priority: {
      P1: having('P1'),
      P2: having('P2'),
      P3: having('P3'),
      P4: having('P4'),
      none: having(null),
    },
    false_alarms: told.filter((one) => one.falseAlarm !== null).length,
    mtta: mtta(told, span),
    mttr: mttr(told, span),
    list: told.map((one) => incidentOf(one, promises, span.to)),
  }
}

function incidentOf(incident: Incident, promises: IncidentPromises, until: number): ReportIncident {
  const { response, recovery, resolution, dataLoss } = incidentClocks(incident, promises, until)
  return {
    id: incident.id,
    title: incident.title,
    priority: incident.priority,
    impact: incident.impact,
    components: [
      ...new Set([...Object.keys(affected(incident)), ...(incident.about ? [incident.about] : [])]),
    ],
    started_at: instant(incident.startedAt),
    resolved_at: instantOrNull(resolvedAt(incident)),
    false_alarm: incident.falseAlarm !== null,
    response: clockOf(response),
    recovery: clockOf(recovery),
    resolution: clockOf(resolution),
    data_loss: { lost: dataLoss.lost, verdict: dataLoss.verdict },
  }
}

const clockOf = ({ promised, took, verdict }: IncidentClock): ReportClock => ({ promised, took, verdict })
