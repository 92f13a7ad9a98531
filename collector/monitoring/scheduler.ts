import {
  type ScheduleGrid,
  firstCheckAt,
  nextCheckAt,
  nextSlot,
  scheduleGridOf,
  isTooLate,
} from '../core/monitoring/schedule.ts'
import type { Clock, Timer } from '../core/time/clock.ts'
import type { ActiveMonitor } from '../core/monitoring/monitor.ts'

/** What the schedule has to know of what it looks at. */
export type ScheduledTarget = Pick<ActiveMonitor, 'id' | 'every'> & {
  readonly confirm: Pick<ActiveMonitor['confirm'], 'retryEvery'>
}

/** What the schedule needs from the rest of the house. */
export type SchedulerDeps<M extends ScheduledTarget = ActiveMonitor> = {
  readonly clock: Clock
  /** Probe, record and evaluate one monitor; resolves to whether a change is yet unconfirmed. Never rejects. */
  readonly check: (monitor: M) => Promise<boolean>
  /** How many probes may be under way at once. */
  readonly concurrency: number
  /** Told how many ms after its slot a probe began. */
  readonly onStart?: (late: number) => void
}

/** The running schedule. */
export type Scheduler = {
  /** Probes under way now, and those that wait for a place. */
  readonly load: () => { readonly running: number; readonly waiting: number }
  /** No further probe begins; resolves once those under way have ended. */
  stop(): Promise<void>
}

/**
 * Keep looking at every monitor at its slots until stopped. A monitor never overlaps itself, a slow target delays
 * nobody but itself, and what was missed is not caught up.
 */
export function startScheduler<M extends ScheduledTarget>(
  monitors: readonly M[],
  deps: SchedulerDeps<M>,
): Scheduler {
  const { clock, check, concurrency } = deps
  const timers = new Set<Timer>()
  const waiting: (() => void)[] = []
  const running = new Set<Promise<void>>()
  let stopped = false

  const wall = clock.now()
  const start = clock.monotonic()

  function schedule(monitor: M, slots: ScheduleGrid, due: number): void {
    if (stopped) return
    const timer = clock.after(due - clock.monotonic(), () => {
      timers.delete(timer)
      const now = clock.monotonic()
      if (isTooLate(due, now, monitor.every)) return schedule(monitor, slots, nextSlot(slots, now))
      begin(monitor, slots, due)
    })
    timers.add(timer)
  }

  function begin(monitor: M, slots: ScheduleGrid, due: number): void {
    if (running.size >= concurrency) {
      waiting.push(() => begin(monitor, slots, due))
      return
    }
    deps.onStart?.(Math.max(0, clock.monotonic() - due))
    const task = check(monitor).then((unconfirmed) => {
      running.delete(task)
      schedule(monitor, slots, nextCheckAt(slots, clock.monotonic(), unconfirmed, monitor.confirm.retryEvery))
      if (!stopped) waiting.shift()?.()
    })
    running.add(task)
  }

  for (const monitor of monitors) {
    const slots = scheduleGridOf(monitor.id, monitor.every, wall, start)
    schedule(monitor, slots, firstCheckAt(monitor.id, monitor.every, start))
  }

  return {
    load: () => ({ running: running.size, waiting: waiting.length }),
    async stop() {
      stopped = true
      for (const timer of timers) timer.cancel()
      timers.clear()
      waiting.length = 0
      await Promise.all(running)
    },
  }
}
