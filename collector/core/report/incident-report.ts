import {
  type IncidentClock,
  type IncidentObjectives,
  incidentClocks,
  isAnnouncement,
  mtta,
  mttr,
} from '../slo/incident-clocks.ts'
import { type Incident, type IncidentUpdate, affectedComponents, resolvedAt } from '../incident/incident.ts'
import type { Interval } from '../time/interval.ts'
import { overlappingIncidents } from './overlapping-incidents.ts'
import type { ReportClock, ReportIncident, ReportIncidents, ReportTerms } from './report-document.ts'
import { isoInstant, isoInstantOrNull } from '../time/iso-instant.ts'

const isClosing = ({ status }: IncidentUpdate): boolean => status === 'resolved' || status === 'postmortem'

/**
 * An incident as it stood at an instant (ms), with what is known of it now: what was said later is left out, and one
 * resolved later, or for a while only, is still open. What was corrected since stays corrected; so does when it was
 * acknowledged, be it after that instant: what was said before is no answer then, nor is it counted twice.
 */
export function incidentAsOf(incident: Incident, until: number): Incident {
  const end = resolvedAt(incident)
  const over = end !== null && end < until
  // One that was begun before and written down later has at least its first message.
  const updates = incident.updates.filter((update, i) => i === 0 || update.at < until)
  return {
    ...incident,
    updates: over
      ? updates
      : updates.map((update) => (isClosing(update) ? { ...update, status: 'monitoring' as const } : update)),
  }
}

/** Does it touch a span? One that begins and ends at one instant touches where it lies. */
export const touchesSpan = (incident: Incident, { from, to }: Interval): boolean => {
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
export function incidentsInReport(incidents: readonly Incident[], span: Interval): readonly Incident[] {
  return incidents
    .filter((one) => !one.withdrawn && touchesSpan(one, span) && !isAnnouncement(one))
    .map((one) => incidentAsOf(one, span.to))
    .toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

/** The ids of the incidents that touch a span, as they stand. */
export const incidentIdsTouching = (incidents: readonly Incident[], span: Interval): string[] =>
  incidents.filter((one) => touchesSpan(one, span)).map((one) => one.id)

/** @param told see `toldIn`, for the same span */
export function buildIncidentsReport(
  incidents: readonly Incident[],
  span: Interval,
  terms: ReportTerms,
): ReportIncidents {
  const begun = incidents.filter((one) => beganIn(one, span))
  const objectives: IncidentObjectives = { priorities: terms.priorities, objectives: terms.objectives }
  const overlaps = overlappingIncidents(incidents, span.to)
  const countByPriority = (priority: Incident['priority']): number =>
    begun.filter((one) => one.priority === priority).length
  return {
    begun: begun.length,
    resolved: incidents.filter((one) => {
      const end = resolvedAt(one)
      return one.falseAlarm === null && end !== null && end >= span.from && end < span.to
    }).length,
    by_priority: {
      P1: countByPriority('P1'),
      P2: countByPriority('P2'),
      P3: countByPriority('P3'),
      P4: countByPriority('P4'),
      none: countByPriority(null),
    },
    false_alarms: incidents.filter((one) => one.falseAlarm !== null).length,
    mtta: mtta(incidents, span),
    mttr: mttr(incidents, span),
    list: incidents.map((one) => {
      const shared = overlaps.get(one.id)
      return { ...buildIncidentReport(one, objectives, span.to), ...(shared && { overlaps: shared }) }
    }),
  }
}

function buildIncidentReport(
  incident: Incident,
  objectives: IncidentObjectives,
  until: number,
): ReportIncident {
  const { response, recovery, resolution, dataLoss } = incidentClocks(incident, objectives, until)
  return {
    id: incident.id,
    title: incident.title,
    priority: incident.priority,
    impact: incident.impact,
    components: [
      ...new Set([...Object.keys(affectedComponents(incident)), ...(incident.about ? [incident.about] : [])]),
    ],
    started_at: isoInstant(incident.startedAt),
    resolved_at: isoInstantOrNull(resolvedAt(incident)),
    false_alarm: incident.falseAlarm !== null,
    response: clockOf(response),
    recovery: clockOf(recovery),
    resolution: clockOf(resolution),
    data_loss: { lost: dataLoss.lost, verdict: dataLoss.verdict },
  }
}

const clockOf = ({ objective, took, verdict }: IncidentClock): ReportClock => ({
  promised: objective,
  took,
  verdict,
})
