import { compareHealth } from '../monitoring/health.ts'
import type { Health, Known } from '../monitoring/health.ts'
import type { Cadence } from '../monitoring/monitor.ts'
import type { Change, FoldState, Look } from '../monitoring/timeline.ts'

/** A fold being worked on: the same as FoldState, but changed in place, so that a long history costs no garbage. */
export type Fold = {
  health: Known
  since: number | null
  before: Health | null
  lastAt: number | null
  recent: { at: number; health: Health }[]
}

/** A fold that goes on from a state without touching it. */
export const open = (state: FoldState): Fold => ({ ...state, recent: state.recent.filter(isKnown) })

/** The state a fold has come to; the fold must not be used after. */
export const close = (fold: Fold): FoldState => fold

const isKnown = (one: Look): one is Look & { readonly health: Health } => one.health !== 'unknown'

/** The instant from which a check no longer tells anything. */
const silentFrom = (lastAt: number, cadence: Cadence): number => lastAt + 2 * cadence.every + cadence.timeout

/** Change what is known. No date goes behind an earlier one: what was published as known or unknown stays so. */
function become(fold: Fold, health: Known, from: number, seenAt: number, changes: Change[]): void {
  const at = fold.since === null ? from : Math.max(from, fold.since)
  changes.push({ at, seenAt, health })
  fold.health = health
  fold.since = at
  if (health !== 'unknown') fold.before = health
}

/** Nobody looked for too long: unknown from there on, and nothing unconfirmed outlives it. */
function fallSilent(fold: Fold, from: number, seenAt: number, changes: Change[]): void {
  fold.recent.length = 0
  if (fold.health !== 'unknown') become(fold, 'unknown', from, seenAt, changes)
}

/** Time has come to `now` without a check. */
export function wait(fold: Fold, now: number, cadence: Cadence, changes: Change[]): void {
  if (fold.lastAt === null) return
  const from = silentFrom(fold.lastAt, cadence)
  if (now >= from) fallSilent(fold, from, now, changes)
}

/** One more check, later than all before. Throws RangeError when it is not. */
export function look(
  fold: Fold,
  at: number,
  health: Known,
  cadence: Cadence,
  seenAt: number,
  changes: Change[],
): void {
  if (fold.lastAt !== null) {
    if (at <= fold.lastAt) throw new RangeError(`a check at ${at} comes after one at ${fold.lastAt}`)
    // A check at the very instant the silence would begin leaves no silence.
    const silent = silentFrom(fold.lastAt, cadence)
    if (at > silent) fallSilent(fold, silent, seenAt, changes)
  }
  fold.lastAt = at
  fold.since ??= at
  if (health === 'unknown') return fallSilent(fold, at, seenAt, changes)
  const reference = fold.health === 'unknown' ? (fold.before ?? 'up') : fold.health
  if (health !== reference) return doubt(fold, at, health, reference, cadence, seenAt, changes)
  fold.recent.length = 0
  if (fold.health === 'unknown') become(fold, health, at, seenAt, changes)
}

/** A check that contradicts what is known: believed once enough of its kind came in a row. */
function doubt(
  fold: Fold,
  at: number,
  health: Health,
  reference: Health,
  { confirm }: Cadence,
  seenAt: number,
  changes: Change[],
): void {
  const run = fold.recent
  const worse = compareHealth(health, reference) > 0
  if (run.length > 0 && compareHealth(run[0]!.health, reference) > 0 !== worse) run.length = 0
  run.push({ at, health })
  const needed = Math.max(1, worse ? confirm.failures : confirm.successes)
  if (run.length < needed) return
  const window = run.slice(-needed)
  // The part of the change all of them agree on: the mildest when worsening, the worst when improving.
  const agreed = window.reduce((a, b) => (compareHealth(b.health, a.health) < 0 === worse ? b : a)).health
  become(fold, agreed, window[0]!.at, seenAt, changes)
  // Those after the last that says just this may yet confirm a further step the same way.
  fold.recent = window.slice(window.findLastIndex((one) => one.health === agreed) + 1)
}
