import { impactOfStatus, priorityOfStatus } from '../incident/impact.ts'
import type { ComponentConfig, Config } from '../config/config.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import { derivedId } from '../text/id.ts'
import {
  type Incident,
  type IncidentStatus,
  type IncidentUpdate,
  incidentStatus,
  isOpen,
  resolvedAt,
  collectorAuthor,
} from '../incident/incident.ts'
import type { Text } from '../text/localized-text.ts'
import { fillTemplate } from './fill-template.ts'

/** What the monitors of a component measure, and the latest incident the collector opened about it. */
export type AutomaticIncidentInput = {
  readonly component: ComponentConfig
  readonly measured: MeasuredStatus | 'unknown'
  /** When the measured status began, ms (the date of the change, not of its detection). */
  readonly since: number
  /** Now, ms. */
  readonly now: number
  /** The fault of the check that confirmed it, for `{fault}`. */
  readonly fault: string
  readonly current: Incident | null
}

type AutomaticIncidentSettings = Config['incidents'] & { readonly locales: readonly string[] }

const severityRank: Record<MeasuredStatus, number> = {
  operational: 0,
  degraded_performance: 1,
  partial_outage: 2,
  major_outage: 3,
}
/** After this many relapses an incident reports no more of them, and ends with one message. */
const maxReportedRelapses = 3

/** Has a person written in it? From then on the person decides. */
const isTakenOver = (incident: Incident): boolean =>
  incident.updates.some((update) => update.author !== collectorAuthor)

/** Has a person settled it, so that what comes after is another incident? */
const isSettledByPerson = (incident: Incident): boolean =>
  isTakenOver(incident) || incident.falseAlarm !== null

/** The latest status the incident gave its component. */
function lastReportedStatus(incident: Incident, component: string): MeasuredStatus {
  for (let i = incident.updates.length - 1; i >= 0; i--) {
    const reportedStatus = incident.updates[i]!.components[component]
    if (reportedStatus !== undefined) return reportedStatus
  }
  return 'operational'
}

/** How often it came back after it had seemed over. */
const countRelapses = (incident: Incident): number =>
  incident.updates.filter(
    (update, i) =>
      i > 0 && update.status === 'investigating' && incident.updates[i - 1]!.status !== 'investigating',
  ).length

/**
 * What the collector publishes by itself about a component: the incident as it must become (its version grown by one), or
 * null for no change. It depends on its input only, so it may be called again at any time, after a restart too.
 *
 * A confirmed outage opens an incident, a change of status updates it, a recovery resolves it at the first good check.
 * One that comes back within `settings.reopenWithin` goes on in the same incident, which from then on is resolved only after it
 * has been quiet for that long (dated to the recovery all the same).
 */
export function decideIncident(
  input: AutomaticIncidentInput,
  settings: AutomaticIncidentSettings,
): Incident | null {
  const { measured, since, now, current } = input
  if (measured === 'unknown') return null
  // Switched off, none is opened any more; one that is open still goes on to its end.
  if (!settings.automatic && !(current && isOpen(current))) return null
  if (current && isTakenOver(current) && (isOpen(current) || since <= resolvedAt(current)!)) return null
  const isProblem = severityRank[measured] >= severityRank[settings.from]
  if (isProblem) return openOrUpdate(input, measured, settings)
  if (!current || !isOpen(current)) return null
  const { recovered } = settings.templates
  if (countRelapses(current) === 0 || now - since >= settings.reopenWithin) {
    const at = Math.max(since, latestUpdate(current).at)
    return withUpdate(current, { status: 'resolved', template: recovered, at }, input, measured, settings)
  }
  // It may come back yet: say that it recovered, and wait.
  if (incidentStatus(current) === 'monitoring' || countRelapses(current) >= maxReportedRelapses) return null
  return withUpdate(
    current,
    { status: 'monitoring', template: recovered, at: now },
    input,
    measured,
    settings,
  )
}

/** A component is worse than `settings.from`: a new incident, a message in the current one, or nothing new. */
function openOrUpdate(
  input: AutomaticIncidentInput,
  measured: MeasuredStatus,
  settings: AutomaticIncidentSettings,
): Incident | null {
  const { component, since, now, current } = input
  const { again, changed } = settings.templates
  if (
    !current ||
    (!isOpen(current) && (since - resolvedAt(current)! > settings.reopenWithin || isSettledByPerson(current)))
  )
    return openAutomaticIncident(input, measured, settings)
  const status = incidentStatus(current)
  if (!isOpen(current) || status === 'monitoring')
    return withUpdate(
      current,
      { status: 'investigating', template: again, at: now },
      input,
      measured,
      settings,
    )
  const reportedStatus = lastReportedStatus(current, component.id)
  if (reportedStatus === measured) return null
  if (countRelapses(current) >= maxReportedRelapses && severityRank[measured] <= severityRank[reportedStatus])
    return null
  const template = changed[measured as Exclude<MeasuredStatus, 'operational'>]
  return withUpdate(current, { status, template, at: now }, input, measured, settings)
}

/**
 * What becomes of an automatic incident whose component is no longer watched (it or its last monitor has left the
 * configuration): nobody would ever resolve it, so the collector does, with the reason. Null when it is over, or a person's.
 */
export function closeOrphaned(incident: Incident, now: number, reason: Text): Incident | null {
  if (!incident.automatic || !isOpen(incident) || isTakenOver(incident)) return null
  const version = incident.version + 1
  const update: IncidentUpdate = {
    id: derivedId('update', incident.id, version),
    at: Math.max(now, latestUpdate(incident).at),
    status: 'resolved',
    body: reason,
    components: {},
    author: collectorAuthor,
  }
  return { ...incident, updates: [...incident.updates, update], version }
}

const latestUpdate = (incident: Incident): IncidentUpdate => incident.updates[incident.updates.length - 1]!

function openAutomaticIncident(
  input: AutomaticIncidentInput,
  status: MeasuredStatus,
  settings: AutomaticIncidentSettings,
): Incident {
  const { component, since, now } = input
  const id = derivedId('incident', component.id, since)
  const title = settings.templates.title[status as Exclude<MeasuredStatus, 'operational'>]
  return {
    id,
    title: fillTemplate(title, input, settings.locales),
    impact: impactOfStatus(status),
    priority: component.priority ?? priorityOfStatus(status),
    startedAt: since,
    detectedAt: now,
    acknowledgedAt: null,
    automatic: true,
    about: component.id,
    updates: [
      {
        id: derivedId('update', id, 1),
        at: now,
        status: 'investigating',
        body: fillTemplate(settings.templates.opened, input, settings.locales),
        components: { [component.id]: status },
        author: collectorAuthor,
      },
    ],
    falseAlarm: null,
    version: 1,
  }
}

function withUpdate(
  incident: Incident,
  { status, template, at }: { readonly status: IncidentStatus; readonly template: Text; readonly at: number },
  input: AutomaticIncidentInput,
  measured: MeasuredStatus,
  settings: AutomaticIncidentSettings,
): Incident {
  const version = incident.version + 1
  const datedAt = Math.max(at, latestUpdate(incident).at)
  return {
    ...incident,
    ...severityOf(incident, measured, input, settings),
    updates: [
      ...(isOvertaken(incident, datedAt, input.now) ? incident.updates.slice(0, -1) : incident.updates),
      {
        id: derivedId('update', incident.id, version),
        at: datedAt,
        status,
        // It lasted as long as the page will say: to the instant this message is dated.
        body: fillTemplate(template, input, settings.locales, datedAt - incident.startedAt),
        components: { [input.component.id]: measured },
        author: collectorAuthor,
      },
    ],
    version,
  }
}

/**
 * Is the latest message of the very instant of the next one, and a step on the way to it? Monitors of one component whose
 * checks end together are read one after the other, and readers would get "partly out" and "recovered" of the same time.
 */
const isOvertaken = (incident: Incident, at: number, now: number): boolean => {
  const latest = latestUpdate(incident)
  return incident.updates.length > 1 && latest.at === now && at === now && latest.status !== 'resolved'
}

/**
 * Title, impact and priority of an automatic incident that nobody has taken over: those of the heaviest status it has had.
 * A component of several monitors falls one monitor after the other; what it is called must not stay at the first of them.
 * What a person corrected stays as corrected.
 */
function severityOf(
  incident: Incident,
  measured: MeasuredStatus,
  { component, ...input }: AutomaticIncidentInput,
  settings: AutomaticIncidentSettings,
): Pick<Incident, 'title' | 'impact' | 'priority'> {
  const heaviest = incident.updates
    .flatMap((update) => update.components[component.id] ?? [])
    .reduce((worst, status) => (severityRank[status] > severityRank[worst] ? status : worst), measured)
  const { title, impact, priority } = incident
  if (heaviest === 'operational') return { title, impact, priority }
  const isCorrected = (what: string): boolean =>
    (incident.corrections ?? []).some((correction) => correction.what === what)
  return {
    title: isCorrected('title')
      ? title
      : fillTemplate(settings.templates.title[heaviest], { component, ...input }, settings.locales),
    impact: isCorrected('impact') ? impact : impactOfStatus(heaviest),
    priority: isCorrected('priority') ? priority : (component.priority ?? priorityOfStatus(heaviest)),
  }
}
