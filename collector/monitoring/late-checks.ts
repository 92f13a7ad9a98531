import { rebuild } from '../core/monitoring/apply-checks.ts'
import type { Check } from '../core/monitoring/check.ts'
import type { HealthState } from '../core/monitoring/health-state.ts'
import type { Cadence } from '../core/monitoring/monitor.ts'
import type { SeriesName } from '../core/monitoring/series-name.ts'
import type { CheckStore, Series } from '../store/check-store.ts'
import { StateConflict } from '../store/store.ts'
import { backfill, prunedHours } from './backfill.ts'

/** How often a timeline is computed when another process writes the same. */
const maxAttempts = 5
/** How many checks before the late ones are looked through for one to go on from. */
const lookBack = 200

/**
 * Add checks of a series that come after time has been let pass without them, and fold its timeline again from a check before
 * them: what was unknown becomes what they saw. Those whose raw hours retention has taken are left out, for nothing can be
 * added to these. Resolves to how many were not stored before.
 *
 * @param late of this series, oldest first
 * @throws StateConflict when others replace the state of the series each time
 */
export async function addLateChecks(
  store: CheckStore,
  cadence: Cadence & { readonly id: string },
  name: SeriesName,
  late: readonly Check[],
): Promise<number> {
  for (let attempt = 1; ; attempt++)
    try {
      return await addOnce(store, cadence, name, late)
    } catch (error) {
      if (!(error instanceof StateConflict) || attempt === maxAttempts) throw error
    }
}

async function addOnce(
  store: CheckStore,
  cadence: Cadence & { readonly id: string },
  name: SeriesName,
  late: readonly Check[],
): Promise<number> {
  const { monitor, region } = name
  const series = (await store.series()).find((one) => one.monitor === monitor && one.region === region)
  const added = await newOf(store, name, late, series)
  const [first] = added
  if (!first) return 0
  const start = await startingPoint(store, cadence, name, first.at)
  if (!start) {
    await backfill(store, cadence, region, added)
    return added.length
  }
  const stored = await store.checks(monitor, region, { from: start.lastAt + 1, to: Infinity })
  const merged = new Map([...stored, ...added].map((check) => [check.at, check]))
  const ordered = [...merged.values()].toSorted((a, b) => a.at - b.at)
  const { state, transitions } = rebuild(start.state, ordered, cadence)
  await store.rebuildTimeline(
    { ...name, basedOn: series?.stateRevision ?? 0 },
    start.lastAt + 1,
    transitions.map((transition) => ({ ...name, ...transition })),
    state,
    added,
  )
  return added.length
}

/** Those that are not stored yet, and can be. */
async function newOf(
  store: CheckStore,
  { monitor, region }: SeriesName,
  late: readonly Check[],
  series: Series | undefined,
): Promise<readonly Check[]> {
  const pruned = new Set(prunedHours(series, late))
  const [first, last] = [late[0], late.at(-1)]
  if (!first || !last) return []
  const stored = await store.checks(monitor, region, { from: first.at, to: last.at + 1 })
  const storedAt = new Set(stored.map(({ at }) => at))
  return late.filter(({ at }) => !storedAt.has(at) && !pruned.has(Math.floor(at / 3_600_000) * 3_600_000))
}

/**
 * A check before an instant after which the state is known for certain: one that agrees with what was known, with as many
 * checks since the change as confirm one. Null where none is near.
 */
async function startingPoint(
  store: CheckStore,
  { every, confirm }: Cadence,
  { monitor, region }: SeriesName,
  before: number,
): Promise<{ readonly state: HealthState; readonly lastAt: number } | null> {
  const window = { from: before - lookBack * every, to: before }
  const checks = await store.checks(monitor, region, window)
  const transitions = (await store.transitions(window, [monitor])).filter((one) => one.region === region)
  const needed = Math.max(confirm.failures, confirm.successes, 1)
  for (let i = checks.length - 1; i >= needed; i--) {
    const check = checks[i]!
    const known = transitions.findLast(({ at }) => at <= check.at)
    if (!known || known.health === 'unknown' || known.health !== check.health) continue
    if (checks[i - needed]!.at < known.at || known.seenAt > check.at) continue
    const { health, at: since } = known
    const state = { health, since, before: health, lastAt: check.at, recent: [] }
    return { state: check.every === undefined ? state : { ...state, every: check.every }, lastAt: check.at }
  }
  return null
}
