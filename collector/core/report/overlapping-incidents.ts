import { type Incident, affectedComponents, resolvedAt } from '../incident/incident.ts'
import { type Interval, total } from '../time/interval.ts'
import type { ReportIncident } from './report-document.ts'

/** An incident as far as others may overlap it. */
type IncidentSpan = Interval & { readonly id: string; readonly components: ReadonlySet<string> }

const isShared = (a: IncidentSpan, b: IncidentSpan): boolean =>
  a.id !== b.id && a.from < b.to && b.from < a.to && !a.components.isDisjointFrom(b.components)

/**
 * Incidents that speak of the same moments of the same components: one that a person opened beside the automatic one, one of
 * each of two monitors. Each keeps its own times, but readers are told that they are not to be added up (NUMBERS.md: several
 * incidents telling of the same moment count once). False alarms overlap nothing.
 *
 * @param incidents of a report, in its order
 * @param until where those that are open are cut, ms
 * @returns by id; those that stand alone are left out
 */
export function overlappingIncidents(
  incidents: readonly Incident[],
  until: number,
): ReadonlyMap<string, NonNullable<ReportIncident['overlaps']>> {
  const spans = incidents
    .filter(({ falseAlarm }) => falseAlarm === null)
    .map((one): IncidentSpan => ({
      id: one.id,
      from: one.startedAt,
      to: resolvedAt(one) ?? until,
      components: new Set([...Object.keys(affectedComponents(one)), ...(one.about ? [one.about] : [])]),
    }))
  // In the order of their beginning, so that each is compared with those that can reach it only.
  const ordered = spans.toSorted((a, b) => a.from - b.from)
  const others = new Map<string, IncidentSpan[]>()
  let reaching: IncidentSpan[] = []
  for (const span of ordered) {
    reaching = reaching.filter(({ to }) => to > span.from)
    for (const other of reaching.filter((one) => isShared(one, span))) {
      others.set(span.id, [...(others.get(span.id) ?? []), other])
      others.set(other.id, [...(others.get(other.id) ?? []), span])
    }
    reaching.push(span)
  }
  return new Map(
    spans.flatMap((span) => {
      const shared = others.get(span.id)
      if (!shared) return []
      const ids = new Set(shared.map(({ id }) => id))
      return [
        [
          span.id,
          {
            incidents: spans.filter(({ id }) => ids.has(id)).map(({ id }) => id),
            time: total([span, ...shared]),
          },
        ] as const,
      ]
    }),
  )
}
