import type { Check, Fault } from '../core/monitoring/check.ts'
import type { Clock } from '../core/time/clock.ts'
import { missedAt } from '../core/monitoring/heartbeat.ts'
import type { HeartbeatMonitor } from '../core/monitoring/monitor.ts'
import type { FoldState } from '../core/monitoring/timeline.ts'

/** What a job says of itself. */
export type Beat = 'ok' | 'start' | 'fail'

export type HeartbeatDeps = {
  readonly clock: Clock
  readonly region: string
  readonly state: (monitor: string) => FoldState
  readonly take: (check: Check, seenAt: number) => void
  /** Could a beat have reached us since an instant (monotonic ms)? Asked before a silence is blamed on the job. */
  readonly reachable: (since: number) => Promise<boolean>
}

export type Heartbeats = {
  /** A beat has come. A `start` only begins the time that the next `ok` or `fail` is said to have taken. */
  beat(monitor: HeartbeatMonitor, what: Beat): void
  /** Write down what has been missed by now. Never rejects. */
  pass(): Promise<void>
}

/** Turns beats, and their absence, into checks. */
export function heartbeats(monitors: readonly HeartbeatMonitor[], deps: HeartbeatDeps): Heartbeats {
  const { clock, region, take } = deps
  const started = clock.now()
  /** Until when each could not be heard, for all we know; ms since the epoch. */
  const unheardUntil = new Map<string, number>()
  let passing: Promise<void> | null = null
  const begun = new Map<string, number>()

  function record(monitor: HeartbeatMonitor, at: number, took: number | null, fault?: Fault): void {
    take(
      { monitor: monitor.id, region, at, health: fault ? 'down' : 'up', took, ...(fault && { fault }) },
      clock.now(),
    )
  }

  /** The instant from which a monitor's beat is missed, or null while it is not. */
  function overdue(monitor: HeartbeatMonitor): number | null {
    const listening = unheardUntil.get(monitor.id) ?? started
    const at = missedAt(monitor, deps.state(monitor.id), listening)
    return at !== null && at <= clock.now() ? at : null
  }

  async function pass(): Promise<void> {
    for (const monitor of monitors) {
      if (overdue(monitor) === null) continue
      // While we cannot be reached, silence means nothing: the job gets another whole interval once we can.
      const heard = await deps.reachable(clock.monotonic() - monitor.every - monitor.grace)
      if (!heard) unheardUntil.set(monitor.id, clock.now())
      // A beat may have come while we asked.
      const at = heard ? overdue(monitor) : null
      if (at !== null) record(monitor, at, null, { code: 'missed', detail: 'no beat in time' })
    }
  }

  return {
    beat(monitor, what) {
      if (what === 'start') {
        begun.set(monitor.id, clock.monotonic())
        return
      }
      const from = begun.get(monitor.id)
      begun.delete(monitor.id)
      const took = from === undefined ? null : Math.round((clock.monotonic() - from) * 10) / 10
      record(
        monitor,
        clock.now(),
        took,
        what === 'fail' ? { code: 'failed', detail: 'the job said that it failed' } : undefined,
      )
    },
    pass() {
      passing ??= pass().finally(() => (passing = null))
      return passing
    },
  }
}
