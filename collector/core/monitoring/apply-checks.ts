import type { AppliedChecks, HealthChange, HealthState, Observation } from './health-state.ts'
import type { Cadence } from './monitor.ts'
import { toHealthState, expire, observe, toWorkingState } from './date-changes.ts'

/**
 * The fold after one more check, seen at `seenAt` (ms): NUMBERS.md, From checks to a timeline. What nobody looked at in
 * between becomes unknown first, as `applySilence` would have said.
 * Throws RangeError unless the check is later than all before: a backfill folds again from before it.
 */
export function applyCheck(
  state: HealthState,
  check: Observation,
  cadence: Cadence,
  seenAt: number,
): AppliedChecks {
  const working = toWorkingState(state)
  const transitions: HealthChange[] = []
  observe(working, check, cadence, seenAt, transitions)
  return { state: toHealthState(working), transitions }
}

/**
 * The fold once time has come to `now` (ms) without another check: unknown from `2 × every + timeout` after the last.
 * `now` must not lie beyond the beginning of a probe that is still under way: its check would come too late and could
 * no longer be dated before the silence.
 */
export function applySilence(state: HealthState, now: number, cadence: Cadence): AppliedChecks {
  const working = toWorkingState(state)
  const transitions: HealthChange[] = []
  expire(working, now, cadence, transitions)
  return { state: toHealthState(working), transitions }
}

/**
 * The fold after many checks, oldest first, each taken as seen when it began; then, with `until`, as of that instant (ms).
 * Throws RangeError when two are at the same instant or out of order.
 */
export function rebuild(
  state: HealthState,
  checks: Iterable<Observation>,
  cadence: Cadence,
  until?: number,
): AppliedChecks {
  const working = toWorkingState(state)
  const transitions: HealthChange[] = []
  for (const check of checks) observe(working, check, cadence, check.at, transitions)
  if (until !== undefined) expire(working, until, cadence, transitions)
  return { state: toHealthState(working), transitions }
}

/** Does a change wait to be confirmed, and would a re-check after `retryEvery` come sooner than the ordinary one? */
export const isUnconfirmed = (state: HealthState, { every, confirm }: Cadence): boolean =>
  state.recent.length > 0 && confirm.retryEvery < every
