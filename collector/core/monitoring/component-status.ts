import type { KnownHealth, MeasuredStatus, ShownStatus } from './health.ts'

// Work somebody planned weighs more than nothing and less than anything that is wrong; what nobody knows weighs least,
// so that one component nobody watches does not hide what is known of the others.
const weight: Record<ShownStatus, number> = {
  unknown: 0,
  operational: 1,
  under_maintenance: 2,
  degraded_performance: 3,
  partial_outage: 4,
  major_outage: 5,
}

/** Negative when `a` is milder than `b`, positive when it is worse, 0 when they are the same. */
export const compareStatus = (a: ShownStatus, b: ShownStatus): number => weight[a] - weight[b]

/** The worst of several; `unknown` only when all are, or there are none. */
export function worstStatus<S extends ShownStatus>(statuses: Iterable<S>): S | 'unknown' {
  let result: S | 'unknown' = 'unknown'
  for (const status of statuses) if (compareStatus(status, result) > 0) result = status
  return result
}

/** What monitors say together, from how many of them are up, degraded and down; those that are unknown are left out. */
export function statusFromCounts(up: number, degraded: number, down: number): MeasuredStatus | 'unknown' {
  if (up + degraded + down === 0) return 'unknown'
  if (down > 0) return up + degraded === 0 ? 'major_outage' : 'partial_outage'
  return degraded > 0 ? 'degraded_performance' : 'operational'
}

/** What the monitors of a component say together (NUMBERS.md); `unknown` when all are, or there are none. */
export function statusFromMonitors(healths: Iterable<KnownHealth>): MeasuredStatus | 'unknown' {
  const count: Record<KnownHealth, number> = { up: 0, degraded: 0, down: 0, unknown: 0 }
  for (const health of healths) count[health]++
  return statusFromCounts(count.up, count.degraded, count.down)
}

/** What readers are told of a component: a declaration, else the maintenance, else what its monitors say. */
export function shownStatus(input: {
  /** What open incidents declare for it, null when none does. */
  readonly declared: MeasuredStatus | null
  /** A maintenance that names it is in progress. */
  readonly maintenanceInProgress: boolean
  readonly monitors: MeasuredStatus | 'unknown'
}): ShownStatus {
  if (input.declared !== null) return input.declared
  return input.maintenanceInProgress ? 'under_maintenance' : input.monitors
}
