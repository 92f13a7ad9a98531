import { compareHealth, type Health, type KnownHealth } from './health.ts'
import type { Cadence } from './monitor.ts'
import type { HealthChange, HealthState, Observation } from './health-state.ts'

// When a change of health is believed, and to which instant it is dated (NUMBERS.md, From checks to a timeline): an outage
// begins with the first of the checks that confirm it, and silence with the instant from which the last check tells nothing.

/** A health state being worked on: the same as HealthState, but changed in place, so that a long history costs no garbage. */
export type WorkingState = {
  health: KnownHealth
  since: number | null
  before: Health | null
  lastAt: number | null
  recent: { at: number; health: Health }[]
  every?: number
}

/** A fold that goes on from a state without touching it. */
export const toWorkingState = (state: HealthState): WorkingState => ({
  ...state,
  recent: state.recent.filter(isKnown),
})

/** The state a fold has come to; the fold must not be used after. */
export const toHealthState = (state: WorkingState): HealthState => state

const isKnown = (one: Observation): one is Observation & { readonly health: Health } =>
  one.health !== 'unknown'

/** The instant from which the last check, made at `lastAt`, no longer tells anything. */
const silentFrom = ({ every }: Pick<WorkingState, 'every'>, lastAt: number, cadence: Cadence): number =>
  lastAt + 2 * (every ?? cadence.every) + cadence.timeout

/** Change what is known. No date goes behind an earlier one: what was published as known or unknown stays so. */
function changeHealth(
  state: WorkingState,
  health: KnownHealth,
  from: number,
  seenAt: number,
  changes: HealthChange[],
): void {
  const at = state.since === null ? from : Math.max(from, state.since)
  changes.push({ at, seenAt, health })
  state.health = health
  state.since = at
  if (health !== 'unknown') state.before = health
}

/** Nobody looked for too long: unknown from there on, and nothing unconfirmed outlives it. */
function becomeUnknown(state: WorkingState, from: number, seenAt: number, changes: HealthChange[]): void {
  state.recent.length = 0
  if (state.health !== 'unknown') changeHealth(state, 'unknown', from, seenAt, changes)
}

/** Time has come to `now` without a check. */
export function expire(state: WorkingState, now: number, cadence: Cadence, changes: HealthChange[]): void {
  if (state.lastAt === null) return
  const from = silentFrom(state, state.lastAt, cadence)
  if (now >= from) becomeUnknown(state, from, now, changes)
}

/** One more check, later than all before. Throws RangeError when it is not. */
export function observe(
  state: WorkingState,
  { at, health, every }: Observation,
  cadence: Cadence,
  seenAt: number,
  changes: HealthChange[],
): void {
  if (state.lastAt !== null) {
    if (at <= state.lastAt) throw new RangeError(`a check at ${at} comes after one at ${state.lastAt}`)
    // A check at the very instant the silence would begin leaves no silence.
    const silent = silentFrom(state, state.lastAt, cadence)
    if (at > silent) becomeUnknown(state, silent, seenAt, changes)
  }
  state.lastAt = at
  if (every !== undefined) state.every = every
  else if (state.every !== undefined) delete state.every
  state.since ??= at
  if (health === 'unknown') return becomeUnknown(state, at, seenAt, changes)
  const reference = state.health === 'unknown' ? (state.before ?? 'up') : state.health
  if (health !== reference) return confirmChange(state, at, health, reference, cadence, seenAt, changes)
  state.recent.length = 0
  if (state.health === 'unknown') changeHealth(state, health, at, seenAt, changes)
}

/** A check that contradicts what is known: believed once enough of its kind came in a row. */
function confirmChange(
  state: WorkingState,
  at: number,
  health: Health,
  reference: Health,
  { confirm }: Cadence,
  seenAt: number,
  changes: HealthChange[],
): void {
  const run = state.recent
  const worse = compareHealth(health, reference) > 0
  if (run.length > 0 && compareHealth(run[0]!.health, reference) > 0 !== worse) run.length = 0
  run.push({ at, health })
  const needed = Math.max(1, worse ? confirm.failures : confirm.successes)
  if (run.length < needed) return
  const window = run.slice(-needed)
  // The part of the change all of them agree on: the mildest when worsening, the worst when improving.
  const agreed = window.reduce((a, b) => (compareHealth(b.health, a.health) < 0 === worse ? b : a)).health
  changeHealth(state, agreed, window[0]!.at, seenAt, changes)
  // Those after the last that says just this may yet confirm a further step the same way.
  state.recent = window.slice(window.findLastIndex((one) => one.health === agreed) + 1)
}
