import { type Incident, resolvedAt } from './incident.ts'
import type { Interval } from '../time/interval.ts'

/** The components an incident is about: those its messages name, and the one it was opened for. */
export const componentsOf = ({ about, updates }: Pick<Incident, 'about' | 'updates'>): ReadonlySet<string> =>
  new Set([
    ...(about === null ? [] : [about]),
    ...updates.flatMap((update) => Object.keys(update.components)),
  ])

/** Incidents by the components they are about, newest first as in the input. */
export function incidentsByComponent(
  incidents: readonly Incident[],
): ReadonlyMap<string, readonly Incident[]> {
  const byComponent = new Map<string, Incident[]>()
  for (const incident of incidents)
    for (const component of componentsOf(incident)) {
      const list = byComponent.get(component)
      if (list) list.push(incident)
      else byComponent.set(component, [incident])
    }
  return byComponent
}

/** The ids of incidents that touch each interval, oldest first. */
export function incidentIdsByInterval(
  incidents: readonly Incident[],
  intervals: readonly Interval[],
  now: number,
): string[][] {
  const ids: string[][] = intervals.map(() => [])
  const from = intervals[0]!.from
  for (let i = incidents.length - 1; i >= 0; i--) {
    const incident = incidents[i]!
    const end = resolvedAt(incident) ?? now
    if (end < from) continue
    for (
      let day = lastStartingBy(intervals, incident.startedAt);
      day < intervals.length && intervals[day]!.from <= end;
      day++
    )
      if (intervals[day]!.to > incident.startedAt) ids[day]!.push(incident.id)
  }
  return ids
}

/** Index of the last interval that starts at or before an instant, at least 0. */
function lastStartingBy(intervals: readonly Interval[], at: number): number {
  let low = 0
  let high = intervals.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (intervals[middle]!.from <= at) low = middle
    else high = middle - 1
  }
  return low
}
