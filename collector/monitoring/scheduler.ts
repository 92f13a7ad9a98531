import {
  type ScheduleGrid,
  firstCheckAt,
  nextCheckAt,
  nextSlot,
  scheduleGridOf,
  isTooLate,
} from '../core/monitoring/schedule.ts'
import type { Clock } from '../core/time/clock.ts'
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
  const timers = new Set<NodeJS.Timeout>()
  const waiting: (() => void)[] = []
  const running = new Set<Promise<void>>()
  let stopped = false

  const wall = clock.now()
  const start = clock.monotonic()

  function schedule(monitor: M, slots: ScheduleGrid, due: number): void {
    if (stopped) return
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        const now = clock.monotonic()
        // setTimeout holds at most 24.8 days, and may fire a fraction of a millisecond early.
        if (due - now > 1) return schedule(monitor, slots, due)
        if (isTooLate(due, now, monitor.every)) return schedule(monitor, slots, nextSlot(slots, now))
        begin(monitor, slots, due)
      },
      Math.min(Math.max(0, due - clock.monotonic()), 2 ** 31 - 1),
    )
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
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      waiting.length = 0
      await Promise.all(running)
    },
  }
}
