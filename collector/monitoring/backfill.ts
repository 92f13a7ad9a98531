import type { Check } from '../core/monitoring/check.ts'
import type { Cadence } from '../core/monitoring/monitor.ts'
import { type Observation, emptyHealthState } from '../core/monitoring/health-state.ts'
import { rebuild } from '../core/monitoring/apply-checks.ts'
import type { Series, CheckStore } from '../store/check-store.ts'
import { StateConflict } from '../store/store.ts'

/** A backfill reached into hours whose raw checks are gone. `hours` are their beginnings, ms, oldest first. */
export class PrunedHoursError extends Error {
  readonly monitor: string
  readonly hours: readonly number[]
  constructor(monitor: string, hours: readonly number[]) {
    super(
      `${monitor}: the raw checks of ${spansOf(hours).join(', ')} were pruned, so nothing can be added to them. Leave these hours out.`,
    )
    this.name = 'PrunedHoursError'
    this.monitor = monitor
    this.hours = hours
  }
}

const hour = 3_600_000
/** How often a timeline is computed when somebody records checks of the monitor meanwhile. */
const maxAttempts = 5

/** Hours by name, those in a row as one: `2026-11-18T19:00Z to 2026-11-19T05:00Z`. */
function spansOf(hours: readonly number[]): string[] {
  const name = (at: number): string => `${new Date(at).toISOString().slice(0, 13)}:00Z`
  const spans: { from: number; last: number }[] = []
  for (const at of hours) {
    const span = spans.at(-1)
    if (span && at === span.last + hour) span.last = at
    else spans.push({ from: at, last: at })
  }
  return spans.map(({ from, last }) => (from === last ? name(from) : `${name(from)} to ${name(last + hour)}`))
}

/** The hours of some checks that retention has already taken from their series, oldest first; empty when none. */
export function prunedHours(
  series: Pick<Series, 'prunedBefore'> | undefined,
  checks: readonly Check[],
): number[] {
  const from = series?.prunedBefore ?? 0
  const late = checks.filter((check) => check.at < from).map((check) => Math.floor(check.at / hour) * hour)
  return [...new Set(late)].toSorted((a, b) => a - b)
}

/**
 * Add checks of one monitor to its history, in any order, and fold its whole timeline again from what is there. Repeating
 * it changes nothing. With no checks it only folds again.
 *
 * A collector may record the same monitor meanwhile: then the timeline is computed once more.
 *
 * @throws PrunedHoursError when a check falls into hours whose raw checks retention has already taken
 * @throws StateConflict when somebody else replaces the state of the monitor each time
 */
export async function backfill(
  store: CheckStore,
  cadence: Cadence & { readonly id: string },
  region: string,
  added: readonly Check[],
): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      return await backfillOnce(store, cadence, region, added)
    } catch (error) {
      if (!(error instanceof StateConflict) || attempt === maxAttempts) throw error
    }
}

async function backfillOnce(
  store: CheckStore,
  cadence: Cadence & { readonly id: string },
  region: string,
  added: readonly Check[],
): Promise<void> {
  const series: Series | undefined = (await store.series()).find(
    (one) => one.monitor === cadence.id && one.region === region,
  )
  const from = series?.prunedBefore ?? 0
  const late = prunedHours(series, added)
  if (late.length > 0) throw new PrunedHoursError(cadence.id, late)

  const merged = new Map<number, Observation>()
  for (const check of await store.checks(cadence.id, region, { from, to: Infinity }))
    merged.set(check.at, check)
  for (const check of added) merged.set(check.at, check)
  const ordered = [...merged.values()].toSorted((a, b) => a.at - b.at)
  const { state, transitions } = rebuild(series?.prunedState ?? emptyHealthState, ordered, cadence)
  await store.rebuildTimeline(
    { monitor: cadence.id, region, basedOn: series?.stateRevision ?? 0 },
    from,
    transitions.map((transition) => ({ monitor: cadence.id, region, ...transition })),
    state,
    [...new Map(added.map((check) => [check.at, check])).values()].toSorted((a, b) => a.at - b.at),
  )
}
