import type { Check, Outcome } from '../core/monitoring/check.ts'
import type { Clock } from '../core/time/clock.ts'
import type { ActiveMonitor } from '../core/monitoring/monitor.ts'

export type WatchDeps = {
  readonly clock: Clock
  readonly region: string
  readonly looking: (monitor: string, at: number) => void
  readonly probe: (monitor: ActiveMonitor) => Promise<Outcome>
  /** Do we have a network, and had it ever since an instant (monotonic ms)? */
  readonly connected: (since: number) => Promise<boolean>
  /** Did we stand still for longer than so many ms since an instant (monotonic ms)? */
  readonly stoodStill: (since: number, longest: number) => boolean
  readonly take: (check: Check, seenAt: number) => void
  readonly unconfirmed: (monitor: string) => boolean
  readonly onOutcome: (monitor: ActiveMonitor, outcome: Outcome) => void
}

/**
 * One look at one monitor: probe, ask ourselves whether it is us, hand the check over. Resolves to whether a change is
 * waiting to be confirmed.
 */
export async function watch(monitor: ActiveMonitor, deps: WatchDeps): Promise<boolean> {
  const at = deps.clock.now()
  const began = deps.clock.monotonic()
  deps.looking(monitor.id, at)
  const outcome = await blameless(monitor, await deps.probe(monitor), began, deps)
  deps.onOutcome(monitor, outcome)
  deps.take(
    {
      monitor: monitor.id,
      region: deps.region,
      at,
      health: outcome.health,
      took: outcome.took,
      ...(outcome.fault && { fault: outcome.fault }),
    },
    deps.clock.now(),
  )
  return deps.unconfirmed(monitor.id)
}

/** The outcome, or `unknown` where the bad news is of us. What answered in time, answered. */
async function blameless(
  { timeout }: ActiveMonitor,
  outcome: Outcome,
  began: number,
  { stoodStill, connected }: Pick<WatchDeps, 'stoodStill' | 'connected'>,
): Promise<Outcome> {
  const { health, took } = outcome
  if (health === 'up' || health === 'unknown') return outcome
  if (stoodStill(began, timeout / 2))
    return {
      health: 'unknown',
      took,
      fault: { code: 'internal', detail: 'discarded: the collector itself stood still' },
    }
  if (health === 'down' && !(await connected(began)))
    return {
      health: 'unknown',
      took,
      fault: { code: 'cut_off', detail: 'discarded: the collector itself has no network' },
    }
  return outcome
}
