import type { Check, Fault } from '../core/check.ts'
import type { Clock } from '../core/clock.ts'
import { missedAt } from '../core/heartbeat.ts'
import type { HeartbeatMonitor } from '../core/monitor.ts'
import type { FoldState } from '../core/timeline.ts'

/** What a job says of itself. */
export type Beat = 'ok' | 'start' | 'fail'

export type HeartbeatDeps = {
  readonly clock: Clock
  readonly region: string
  readonly state: (monitor: string) => FoldState
  readonly take: (check: Check, seenAt: number) => void
}

export type Heartbeats = {
  /** A beat has come. A `start` only begins the time that the next `ok` or `fail` is said to have taken. */
  beat(monitor: HeartbeatMonitor, what: Beat): void
  /** Write down what has been missed by now. */
  pass(): void
}

/** Turns beats, and their absence, into checks. */
export function heartbeats(monitors: readonly HeartbeatMonitor[], deps: HeartbeatDeps): Heartbeats {
  const { clock, region, take } = deps
  const listeningSince = clock.now()
  const begun = new Map<string, number>()

  function record(monitor: HeartbeatMonitor, at: number, took: number | null, fault?: Fault): void {
    take(
      { monitor: monitor.id, region, at, health: fault ? 'down' : 'up', took, ...(fault && { fault }) },
      clock.now(),
    )
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
      for (const monitor of monitors) {
        const at = missedAt(monitor, deps.state(monitor.id), listeningSince)
        if (at !== null && at <= clock.now())
          record(monitor, at, null, { code: 'missed', detail: 'no beat in time' })
      }
    },
  }
}
