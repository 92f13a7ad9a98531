import type { Outcome } from '../core/monitoring/check.ts'
import type { MonitorStates } from '../core/evaluation/monitor-states.ts'
import type { ActiveMonitor } from '../core/monitoring/monitor.ts'
import type { Clock } from '../core/time/clock.ts'
import type { Recorder } from './recorder.ts'

/** Whether a failure may be ours: no network, or a process that did not get to run. */
type Reachability = {
  /** Do we have a network, and had it ever since an instant (monotonic ms)? */
  isConnected(since: number): Promise<boolean>
  /** Was this process stalled for longer than `longest` ms at any time since an instant (monotonic ms)? */
  stalledSince(since: number, longest: number): boolean
}

/** What a check needs. */
export type RunCheckDeps = {
  readonly clock: Clock
  readonly region: string
  /** Looks at the target; resolves with what it found, never rejects. */
  readonly probe: (monitor: ActiveMonitor) => Promise<Outcome>
  readonly reachability: Reachability
  readonly states: Pick<MonitorStates, 'checkStarted' | 'hasUnconfirmedChange'>
  readonly recorder: Pick<Recorder, 'record'>
  /** How far apart the runs of a collector are that leaves after each, ms; absent for one that stays. */
  readonly runsEvery?: number | null
  /** Called with every outcome, for the metrics. */
  readonly onOutcome: (monitor: ActiveMonitor, outcome: Outcome) => void
}

/**
 * One check of one monitor: probe it, discard the outcome if the failure is ours, record it. Resolves to whether a change
 * waits to be confirmed.
 */
export async function runCheck(monitor: ActiveMonitor, deps: RunCheckDeps): Promise<boolean> {
  const { clock, region, probe, reachability, states, recorder, onOutcome } = deps
  const at = clock.now()
  const startedAt = clock.monotonic()
  states.checkStarted(monitor.id, at)
  const outcome = await discardIfOurFault(monitor, await probe(monitor), startedAt, reachability)
  onOutcome(monitor, outcome)
  const { health, took, fault } = outcome
  // What holds until the next run is looked at as often as there are runs.
  const every = (deps.runsEvery ?? 0) > monitor.every ? deps.runsEvery! : null
  recorder.record(
    { monitor: monitor.id, region, at, health, took, ...(fault && { fault }), ...(every && { every }) },
    clock.now(),
  )
  return states.hasUnconfirmedChange(monitor.id)
}

/** The outcome, or `unknown` where the failure is ours. What answered in time, answered. */
async function discardIfOurFault(
  { timeout }: ActiveMonitor,
  outcome: Outcome,
  startedAt: number,
  { isConnected, stalledSince }: Reachability,
): Promise<Outcome> {
  const { health, took } = outcome
  if (health === 'up' || health === 'unknown') return outcome
  if (stalledSince(startedAt, timeout / 2))
    return {
      health: 'unknown',
      took,
      fault: { code: 'internal', detail: 'discarded: the collector itself was stalled' },
    }
  if (health === 'down' && !(await isConnected(startedAt)))
    return {
      health: 'unknown',
      took,
      fault: { code: 'cut_off', detail: 'discarded: the collector itself has no network' },
    }
  return outcome
}
