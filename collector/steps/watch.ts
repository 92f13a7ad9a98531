import type { Check, Outcome } from '../core/check.ts'
import type { Clock } from '../core/clock.ts'
import type { ActiveMonitor } from '../core/monitor.ts'

export type WatchDeps = {
  readonly clock: Clock
  readonly region: string
  readonly looking: (monitor: string, at: number) => void
  readonly probe: (monitor: ActiveMonitor) => Promise<Outcome>
  readonly connected: () => Promise<boolean>
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
  deps.looking(monitor.id, at)
  let outcome = await deps.probe(monitor)
  // Only bad news can be our own fault: what answered, answered.
  if (outcome.health === 'down' && !(await deps.connected()))
    outcome = {
      health: 'unknown',
      took: outcome.took,
      fault: { code: 'cut_off', detail: 'discarded: the collector itself has no network' },
    }
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
