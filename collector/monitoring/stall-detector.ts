import type { Clock } from '../core/time/clock.ts'

/** Whether this very process stood still: it was stopped, its machine slept, or others took all of the processor. */
export type Pulse = {
  /** Did it stand still for longer than `longest` ms at any time since an instant (monotonic ms)? */
  stoodStill(since: number, longest: number): boolean
  stop(): void
}

/** How often the pulse beats, ms. */
const beat = 100
/** Shorter pauses are an ordinary busy moment, ms. */
const shortest = 250
/** Pauses longer than this are told, ms. */
const worthTelling = 2_000
/** So many pauses are remembered: a probe lasts seconds. */
const remembered = 64

/**
 * Notice our own pauses. What a probe failed to hear in time because nobody listened is not the target's fault.
 *
 * @param onPause told after a pause of more than 2 s how long it was, ms
 */
export function pulse(clock: Clock, onPause: (lasted: number) => void = () => {}): Pulse {
  const pauses: { readonly until: number; readonly lasted: number }[] = []
  let monotonic = clock.monotonic()
  let wall = clock.now()

  function take(): void {
    const passed = { monotonic: clock.monotonic(), wall: clock.now() }
    // The monotonic clock stands still while the machine sleeps; the time of day does not.
    const lasted = Math.max(passed.monotonic - monotonic, passed.wall - wall) - beat
    monotonic = passed.monotonic
    wall = passed.wall
    if (lasted < shortest) return
    pauses.push({ until: monotonic, lasted })
    if (pauses.length > remembered) pauses.shift()
    if (lasted > worthTelling) onPause(lasted)
  }
  const timer = setInterval(take, beat).unref()

  return {
    stoodStill(since, longest) {
      // A pause may have ended this very moment, before the timer could tell.
      take()
      return pauses.some(({ until, lasted }) => until >= since && lasted > longest)
    },
    stop: () => clearInterval(timer),
  }
}
