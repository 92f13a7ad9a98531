import type { Check } from './check.ts'
import { close, look, open, wait } from '../availability/span-folding.ts'
import type { Health, Known } from './health.ts'
import type { Interval } from '../time/interval.ts'
import type { Cadence } from './monitor.ts'
import type { Transition } from './transition.ts'

/**
 * What the fold over a monitor's checks carries from one check to the next: plain data, stored with the series so that
 * a restarted collector goes on where the last one stopped.
 */
export type FoldState = {
  /** What is known now. */
  readonly health: Known
  /** Since when, ms; null before the first check. */
  readonly since: number | null
  /** The last health that was known, to be resumed after a gap; null before the first. */
  readonly before: Health | null
  /** Instant of the last check, discarded ones included; null before the first. */
  readonly lastAt: number | null
  /** The latest checks that may yet confirm a change, oldest first; cleared by a gap. Bounded by max(failures, successes). */
  readonly recent: readonly Pick<Check, 'at' | 'health'>[]
}

/** What the fold needs of a check: when it began and what it found; `unknown` is a discarded one. */
export type Look = Pick<Check, 'at' | 'health'>

/** A transition of the one series that is being folded. */
export type Change = Omit<Transition, 'monitor' | 'region'>

/** Where a fold has come to, and what changed on the way, oldest first. */
export type Folded = { readonly state: FoldState; readonly transitions: readonly Change[] }

/** A part of a timeline: what was known from one instant to another. */
export type Span = Interval & { readonly health: Known }

/** The fold before any check. */
export const emptyFold: FoldState = { health: 'unknown', since: null, before: null, lastAt: null, recent: [] }

/**
 * The fold after one more check, seen at `seenAt` (ms): NUMBERS.md, From checks to a timeline. What nobody looked at in
 * between becomes unknown first, as `foldClock` would have said.
 * Throws RangeError unless the check is later than all before: a backfill folds again from before it.
 */
export function foldCheck(state: FoldState, check: Look, cadence: Cadence, seenAt: number): Folded {
  const fold = open(state)
  const transitions: Change[] = []
  look(fold, check.at, check.health, cadence, seenAt, transitions)
  return { state: close(fold), transitions }
}

/**
 * The fold once time has come to `now` (ms) without another check: unknown from `2 × every + timeout` after the last.
 * `now` must not lie beyond the beginning of a probe that is still under way: its check would come too late and could
 * no longer be dated before the silence.
 */
export function foldClock(state: FoldState, now: number, cadence: Cadence): Folded {
  const fold = open(state)
  const transitions: Change[] = []
  wait(fold, now, cadence, transitions)
  return { state: close(fold), transitions }
}

/**
 * The fold after many checks, oldest first, each taken as seen when it began; then, with `until`, as of that instant (ms).
 * Throws RangeError when two are at the same instant or out of order.
 */
export function foldAll(state: FoldState, checks: Iterable<Look>, cadence: Cadence, until?: number): Folded {
  const fold = open(state)
  const transitions: Change[] = []
  for (const { at, health } of checks) look(fold, at, health, cadence, at, transitions)
  if (until !== undefined) wait(fold, until, cadence, transitions)
  return { state: close(fold), transitions }
}

/** Does a change wait to be confirmed, and would a re-check after `retryEvery` come sooner than the ordinary one? */
export const isUnconfirmed = (state: FoldState, { every, confirm }: Cadence): boolean =>
  state.recent.length > 0 && confirm.retryEvery < every

/**
 * The timeline inside an interval as contiguous spans, neighbours always differing: unknown before the first transition.
 * Transitions oldest first; of several at one instant the last holds. The one in force at the start must be among them.
 */
export function spans(transitions: readonly Pick<Change, 'at' | 'health'>[], within: Interval): Span[] {
  const result: Span[] = []
  let from = within.from
  let health: Known = 'unknown'
  for (const change of transitions) {
    if (change.at >= within.to) break
    if (change.health === health) continue
    if (change.at > from) result.push({ from, to: change.at, health })
    from = Math.max(from, change.at)
    health = change.health
    const last = result[result.length - 1]
    if (last !== undefined && last.to === from && last.health === health) from = result.pop()!.from
  }
  if (within.to > from) result.push({ from, to: within.to, health })
  return result
}
