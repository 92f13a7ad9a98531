import { isDeepStrictEqual } from 'node:util'
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
export type Scheduler<M extends ScheduledTarget = ActiveMonitor> = {
  /** Probes under way now, and those that wait for a place. */
  readonly load: () => { readonly running: number; readonly waiting: number }
  /**
   * Look at these from now on. One that is as it was keeps its slots and what is under way; one that is new or changed is
   * looked at soon, as after a start; one that is gone is not looked at again.
   */
  update(monitors: readonly M[]): void
  /** No further probe begins; resolves once those under way have ended. */
  stop(): Promise<void>
}

/** A target with its slots. Its next look is a timer, or waits for a place, or is under way. */
type ScheduleEntry<M> = {
  monitor: M
  slots: ScheduleGrid
  timer: Timer | null
  /** It was changed while a look of its former self was under way: it is looked at soon after. */
  isChanged: boolean
}

/** Lets a number of tasks run at once; the others wait in line. */
function createPlaces(limit: number) {
  const waiting: (() => Promise<void>)[] = []
  const running = new Set<Promise<void>>()

  function run(task: () => Promise<void>): void {
    if (running.size >= limit) {
      waiting.push(task)
      return
    }
    const underWay = task().then(() => {
      running.delete(underWay)
      const next = waiting.shift()
      if (next) run(next)
    })
    running.add(underWay)
  }
  return {
    run,
    load: () => ({ running: running.size, waiting: waiting.length }),
    /** Nothing waits any more; resolves once what runs has ended. */
    async close(): Promise<void> {
      waiting.length = 0
      await Promise.all(running)
    },
  }
}

/**
 * Keep looking at every monitor at its slots until stopped. A monitor never overlaps itself, a slow target delays
 * nobody but itself, and what was missed is not caught up.
 */
export function startScheduler<M extends ScheduledTarget>(
  monitors: readonly M[],
  deps: SchedulerDeps<M>,
): Scheduler<M> {
  const { clock, check } = deps
  const entries = new Map<string, ScheduleEntry<M>>()
  const places = createPlaces(deps.concurrency)

  const isCurrent = (entry: ScheduleEntry<M>): boolean => entries.get(entry.monitor.id) === entry

  function schedule(entry: ScheduleEntry<M>, due: number): void {
    if (!isCurrent(entry)) return
    entry.timer = clock.after(due - clock.monotonic(), () => {
      entry.timer = null
      const now = clock.monotonic()
      if (isTooLate(due, now, entry.monitor.every)) schedule(entry, nextSlot(entry.slots, now))
      else places.run(() => runDueCheck(entry, due))
    })
  }
  const scheduleSoon = (entry: ScheduleEntry<M>): void =>
    schedule(entry, firstCheckAt(entry.monitor.id, entry.monitor.every, clock.monotonic()))

  async function runDueCheck(entry: ScheduleEntry<M>, due: number): Promise<void> {
    if (!isCurrent(entry)) return
    deps.onStart?.(Math.max(0, clock.monotonic() - due))
    const { monitor } = entry
    entry.isChanged = false
    const unconfirmed = await check(monitor)
    // A timer may have come early: the slot that was looked at is over all the same.
    const now = Math.max(clock.monotonic(), due)
    if (entry.isChanged) scheduleSoon(entry)
    else schedule(entry, nextCheckAt(entry.slots, now, unconfirmed, monitor.confirm.retryEvery))
  }

  function add(monitor: M): void {
    const slots = scheduleGridOf(monitor.id, monitor.every, clock.now(), clock.monotonic())
    const entry = { monitor, slots, timer: null, isChanged: false }
    entries.set(monitor.id, entry)
    scheduleSoon(entry)
  }

  function change(entry: ScheduleEntry<M>, monitor: M): void {
    if (monitor.every !== entry.monitor.every)
      entry.slots = scheduleGridOf(monitor.id, monitor.every, clock.now(), clock.monotonic())
    entry.monitor = monitor
    entry.isChanged = entry.timer === null
    if (entry.timer === null) return
    entry.timer.cancel()
    scheduleSoon(entry)
  }

  function keepOnly(ids: ReadonlySet<string>): void {
    for (const [id, { timer }] of entries) {
      if (ids.has(id)) continue
      timer?.cancel()
      entries.delete(id)
    }
  }

  for (const monitor of monitors) add(monitor)
  let stopped = false

  return {
    load: places.load,
    update(wanted) {
      if (stopped) return
      keepOnly(new Set(wanted.map(({ id }) => id)))
      for (const monitor of wanted) {
        const entry = entries.get(monitor.id)
        if (!entry) add(monitor)
        else if (!isDeepStrictEqual(entry.monitor, monitor)) change(entry, monitor)
      }
    },
    async stop() {
      stopped = true
      keepOnly(new Set())
      await places.close()
    },
  }
}
