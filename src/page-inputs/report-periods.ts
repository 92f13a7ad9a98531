import { resolvedAt } from '../../collector/core/incident/incident.ts'
import { beginsAt, endsAt } from '../../collector/core/maintenance/maintenance.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import type { Interval } from '../../collector/core/time/interval.ts'
import { hash } from '../view/shared/hash.ts'
import { incidentKey, maintenanceKey, windowKey } from './keys.ts'

/**
 * For each of some periods, disjoint and oldest first: all that is known of it in a snapshot as of its notices, the
 * evidence of its components, its metrics and its deployments.
 */
export function periodKeys(snapshot: Snapshot, periods: readonly Interval[]): string[] {
  const keys: string[][] = periods.map(() => [])
  /** Adds a key to every period that a span (ms) touches, be it with its end only. */
  function touch(from: number, to: number, key: (period: Interval) => string): void {
    let low = 0
    for (let high = periods.length; low < high;) {
      const middle = (low + high) >> 1
      if (periods[middle]!.to > from) high = middle
      else low = middle + 1
    }
    for (let i = low; i < periods.length && periods[i]!.from <= to; i++) keys[i]!.push(key(periods[i]!))
  }
  for (const incident of snapshot.incidents)
    touch(incident.startedAt, resolvedAt(incident) ?? Infinity, () => incidentKey(incident))
  for (const one of snapshot.maintenances) touch(beginsAt(one), endsAt(one), () => maintenanceKey(one))
  for (const { id, evidence } of snapshot.components) {
    for (const key of keys) key.push(id)
    for (const { from, to, status } of evidence.slices)
      touch(from, to, (period) => `${Math.max(from, period.from)}-${Math.min(to, period.to)} ${status}`)
    for (const window of evidence.windows) touch(window.from, window.to, () => windowKey(window))
  }
  for (const { id, days } of snapshot.metrics)
    for (const { at, value, min, max, points, p95 } of days)
      touch(at, at, () => `${id} ${at} ${value} ${min} ${max} ${points} ${p95}`)
  for (const { id, version, finishedAt, outcome, watch } of snapshot.deployments ?? [])
    if (finishedAt !== null)
      touch(
        finishedAt,
        finishedAt,
        () => `${id} ${version} ${outcome} ${watch?.verdict} ${JSON.stringify(watch?.findings)}`,
      )
  return keys.map((key) => hash(key.join()))
}
