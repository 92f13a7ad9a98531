import { type Clock, every } from '../core/time/clock.ts'

/** Whether this process was stalled: it was stopped, its machine slept, or others took all of the processor. */
export type StallDetector = {
  /** Did it stand still for longer than `longest` ms at any time since an instant (monotonic ms)? */
  stalledSince(since: number, longest: number): boolean
  stop(): void
}

/** How often the pulse beats, ms. */
const interval = 100
/** Shorter pauses are an ordinary busy moment, ms. */
const shortestStall = 250
/** Pauses of the process longer than this are reported, ms. */
const reportedStall = 2_000
/** So many pauses are remembered: a probe lasts seconds. */
const maxStalls = 64

/**
 * Notice our own pauses. What a probe failed to hear in time because nobody listened is not the target's fault.
 *
 * @param onStall called after a pause of more than 2 s with how long it was, ms; a clock reports its sleep and jumps itself
 */
export function startStallDetector(
  clock: Clock,
  onStall: (lasted: number) => void = () => {},
): StallDetector {
  const stalls: { readonly until: number; readonly lasted: number }[] = []
  let monotonic = clock.monotonic()
  let wall = clock.now()

  function measure(): void {
    const current = { monotonic: clock.monotonic(), wall: clock.now() }
    // The monotonic clock stands still while the machine sleeps; the time of day does not.
    const stalled = current.monotonic - monotonic - interval
    const lasted = Math.max(stalled, current.wall - wall - interval)
    monotonic = current.monotonic
    wall = current.wall
    if (lasted < shortestStall) return
    stalls.push({ until: monotonic, lasted })
    if (stalls.length > maxStalls) stalls.shift()
    if (stalled > reportedStall) onStall(stalled)
  }
  const timer = every(clock, interval, measure)

  return {
    stalledSince(since, longest) {
      // A pause may have ended this very moment, before the timer could tell.
      measure()
      return stalls.some(({ until, lasted }) => until >= since && lasted > longest)
    },
    stop: timer.cancel,
  }
}
