import type { Check, Outcome } from '../core/monitoring/check.ts'
import type { Clock } from '../core/time/clock.ts'
import type { ActiveMonitor } from '../core/monitoring/monitor.ts'

export type RunCheckDeps = {
  readonly clock: Clock
  readonly region: string
  readonly checkStarted: (monitor: string, at: number) => void
  readonly probe: (monitor: ActiveMonitor) => Promise<Outcome>
  /** Do we have a network, and had it ever since an instant (monotonic ms)? */
  readonly isConnected: (since: number) => Promise<boolean>
  /** Did we stand still for longer than so many ms since an instant (monotonic ms)? */
  readonly stalledSince: (since: number, longest: number) => boolean
  readonly record: (check: Check, seenAt: number) => void
  readonly hasUnconfirmedChange: (monitor: string) => boolean
  readonly onOutcome: (monitor: ActiveMonitor, outcome: Outcome) => void
}

/**
 * One look at one monitor: probe, ask ourselves whether it is us, hand the check over. Resolves to whether a change is
 * waiting to be confirmed.
 */
export async function runCheck(monitor: ActiveMonitor, deps: RunCheckDeps): Promise<boolean> {
  const at = deps.clock.now()
  const startedAt = deps.clock.monotonic()
  deps.checkStarted(monitor.id, at)
  const outcome = await discardIfOurFault(monitor, await deps.probe(monitor), startedAt, deps)
  deps.onOutcome(monitor, outcome)
  deps.record(
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
  return deps.hasUnconfirmedChange(monitor.id)
}

/** The outcome, or `unknown` where the bad news is of us. What answered in time, answered. */
async function discardIfOurFault(
  { timeout }: ActiveMonitor,
  outcome: Outcome,
  began: number,
  { stalledSince, isConnected }: Pick<RunCheckDeps, 'stalledSince' | 'isConnected'>,
): Promise<Outcome> {
  const { health, took } = outcome
  if (health === 'up' || health === 'unknown') return outcome
  if (stalledSince(began, timeout / 2))
    return {
      health: 'unknown',
      took,
      fault: { code: 'internal', detail: 'discarded: the collector itself stood still' },
    }
  if (health === 'down' && !(await isConnected(began)))
    return {
      health: 'unknown',
      took,
      fault: { code: 'cut_off', detail: 'discarded: the collector itself has no network' },
    }
  return outcome
}
