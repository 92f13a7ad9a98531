import { setImmediate as turn } from 'node:timers/promises'
import type { Clock, Timer } from '../collector/core/time/clock.ts'

/** A clock that stands still until a test moves it. Times in ms. */
export type FakeClock = Clock & {
  /** Move time forward and run what falls due on the way, in order; what it sets off is let finish each time. */
  advance(ms: number): Promise<void>
  /** Let time pass without running anything, as a process does that is stalled. */
  stall(ms: number): void
  /** Set the wall clock alone, ms since the epoch. */
  set(now: number): void
  /** How many timers wait. */
  waiting(): number
  /** In how many ms the next of them is due; null when none waits. */
  nextIn(): number | null
}

type Entry = { readonly due: number; readonly run: () => void }

/** Let promises and I/O that are ready run: so many turns of the event loop that a chain of awaits comes to its end. */
export async function settle(turns = 8): Promise<void> {
  for (let i = 0; i < turns; i++) await turn()
}

/** A clock at an instant, ms since the epoch; its monotonic time begins at 1,000. */
export function fakeClock(start = Date.UTC(2026, 10, 1, 12)): FakeClock {
  let wall = start
  let monotonic = 1_000
  let timers: Entry[] = []

  function next(until: number): Entry | undefined {
    return timers
      .filter(({ due }) => due <= until)
      .reduce<Entry | undefined>(
        (first, entry) => (first === undefined || entry.due < first.due ? entry : first),
        undefined,
      )
  }
  function moveTo(instant: number): void {
    const passed = Math.max(0, instant - monotonic)
    monotonic += passed
    wall += passed
  }
  return {
    now: () => Math.floor(wall),
    monotonic: () => monotonic,
    after(delay, run): Timer {
      const entry = { due: monotonic + Math.max(0, delay), run }
      timers.push(entry)
      return { cancel: () => void (timers = timers.filter((one) => one !== entry)) }
    },
    async advance(ms) {
      const until = monotonic + ms
      await settle()
      for (let entry = next(until); entry; entry = next(until)) {
        const { due, run } = entry
        timers = timers.filter((one) => one !== entry)
        moveTo(due)
        run()
        await settle()
      }
      moveTo(until)
      await settle()
    },
    stall: (ms) => moveTo(monotonic + ms),
    set(now) {
      wall = now
    },
    waiting: () => timers.length,
    nextIn: () => (timers.length === 0 ? null : Math.min(...timers.map(({ due }) => due)) - monotonic),
  }
}

/** Move time forward in small steps until some work is done, however long its files and its sockets take meanwhile. */
export async function advanceUntil<Result>(
  clock: FakeClock,
  work: Promise<Result>,
  step = 10,
): Promise<Result> {
  let done = false
  const end = (): void => void (done = true)
  work.then(end, end)
  while (!done) await clock.advance(step)
  return work
}
