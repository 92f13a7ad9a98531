import type { Check, Fault } from '../core/monitoring/check.ts'
import type { Clock } from '../core/time/clock.ts'
import { missedHeartbeatAt } from '../core/monitoring/heartbeat.ts'
import type { HeartbeatMonitor } from '../core/monitoring/monitor.ts'
import type { HealthState } from '../core/monitoring/health-state.ts'

/** What a job says of itself. */
type HeartbeatSignal = 'ok' | 'start' | 'fail'

export type HeartbeatDeps = {
  readonly clock: Clock
  readonly region: string
  readonly state: (monitor: string) => HealthState
  readonly record: (check: Check, seenAt: number) => void
  /** Could a beat have reached us since an instant (monotonic ms)? Asked before a silence is blamed on the job. */
  readonly reachable: (since: number) => Promise<boolean>
}

export type Heartbeats = {
  /** A beat has come. A `start` only begins the time that the next `ok` or `fail` is said to have taken. */
  receive(monitor: HeartbeatMonitor, what: HeartbeatSignal): void
  /** Write down what has been missed by now. Never rejects. */
  recordMissed(): Promise<void>
}

/** Turns beats, and their absence, into checks. */
export function createHeartbeats(monitors: readonly HeartbeatMonitor[], deps: HeartbeatDeps): Heartbeats {
  const { clock, region, record: take } = deps
  const started = clock.now()
  /** Until when each could not be heard, for all we know; ms since the epoch. */
  const unreachableUntil = new Map<string, number>()
  let pending: Promise<void> | null = null
  const startedJobs = new Map<string, number>()

  function recordSignal(monitor: HeartbeatMonitor, at: number, took: number | null, fault?: Fault): void {
    take(
      { monitor: monitor.id, region, at, health: fault ? 'down' : 'up', took, ...(fault && { fault }) },
      clock.now(),
    )
  }

  /** The instant from which a monitor's beat is missed, or null while it is not. */
  function overdue(monitor: HeartbeatMonitor): number | null {
    const listening = unreachableUntil.get(monitor.id) ?? started
    const at = missedHeartbeatAt(monitor, deps.state(monitor.id), listening)
    return at !== null && at <= clock.now() ? at : null
  }

  async function recordMissed(): Promise<void> {
    for (const monitor of monitors) {
      if (overdue(monitor) === null) continue
      // While we cannot be reached, silence means nothing: the job gets another whole interval once we can.
      const heard = await deps.reachable(clock.monotonic() - monitor.every - monitor.grace)
      if (!heard) unreachableUntil.set(monitor.id, clock.now())
      // A beat may have come while we asked.
      const at = heard ? overdue(monitor) : null
      if (at !== null) recordSignal(monitor, at, null, { code: 'missed', detail: 'no beat in time' })
    }
  }

  return {
    receive(monitor, what) {
      if (what === 'start') {
        startedJobs.set(monitor.id, clock.monotonic())
        return
      }
      const from = startedJobs.get(monitor.id)
      startedJobs.delete(monitor.id)
      const took = from === undefined ? null : Math.round((clock.monotonic() - from) * 10) / 10
      recordSignal(
        monitor,
        clock.now(),
        took,
        what === 'fail' ? { code: 'failed', detail: 'the job said that it failed' } : undefined,
      )
    },
    recordMissed() {
      pending ??= recordMissed().finally(() => (pending = null))
      return pending
    },
  }
}
