import {
  affectedComponents,
  collectorAuthor,
  type Incident,
  type IncidentUpdate,
  isOpen,
  resolvedAt,
} from './incident.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import type { Interval } from '../time/interval.ts'

/** The status an incident declares of a component, and from when until when. */
export type Declaration = Interval & { readonly status: MeasuredStatus }

/** What the incidents of a component add to its count, and what they take out of it. */
export type ComponentDeclarations = {
  readonly declarations: readonly Declaration[]
  /** Spans of its false alarms: what its monitors measured then does not count. */
  readonly falseAlarms: readonly Interval[]
}

/**
 * The messages that declare something: those of people. The collector's own follow the monitors: were they declarations
 * as well, an outage would be counted until its recovery is confirmed.
 */
const declaringUpdates = ({ automatic, updates }: Incident): readonly IncidentUpdate[] =>
  automatic ? updates.filter((update) => update.author !== collectorAuthor) : updates

/** The status an open incident declares of a component now; undefined when it does not name it. */
export function currentDeclaration(incident: Incident, component: string): MeasuredStatus | undefined {
  if (incident.falseAlarm || !isOpen(incident)) return undefined
  return affectedComponents({ ...incident, updates: declaringUpdates(incident) })[component]
}

/**
 * The declarations of incidents about one component up to `now` (ms), in no order: from an incident's beginning (as its first update
 * says) to its resolution. A false alarm that was never resolved ends when it was marked as one.
 */
export function declarationsOf(
  incidents: Iterable<Incident>,
  component: string,
  now: number,
): ComponentDeclarations {
  const declared: Declaration[] = []
  const falseAlarms: Interval[] = []
  for (const incident of incidents) {
    if (incident.falseAlarm === null) declared.push(...declarationsOfIncident(incident, component, now))
    else if (concerns(incident, component)) {
      const to = Math.min(now, resolvedAt(incident) ?? incident.falseAlarm.at)
      if (to > incident.startedAt) falseAlarms.push({ from: incident.startedAt, to })
    }
  }
  return { declarations: declared, falseAlarms }
}

const concerns = (incident: Incident, component: string): boolean =>
  incident.about === component || component in affectedComponents(incident)

function declarationsOfIncident(incident: Incident, component: string, now: number): Declaration[] {
  const end = Math.min(now, resolvedAt(incident) ?? now)
  const result: Declaration[] = []
  let from = incident.startedAt
  let status: MeasuredStatus | null = null
  const until = (at: number): void => {
    if (status !== null && at > from) result.push({ from, to: at, status })
    from = Math.max(from, at)
  }
  const [first] = incident.updates
  for (const update of declaringUpdates(incident)) {
    const next = update.components[component]
    if (next === undefined || next === status) continue
    until(Math.min(end, update === first ? incident.startedAt : update.at))
    status = next
  }
  until(end)
  return result
}
