import type { Clock } from './core/clock.ts'

/** How far the wall clock may stray before we look closer; below it lies what NTP slews. Milliseconds. */
const tolerance = 500

/** What happened to the wall clock, for the log. Milliseconds, positive when it went forward. */
export type ClockJump = { readonly by: number }

/**
 * A clock that follows the machine's, with two exceptions: it never goes backwards, and a wall clock set back is not
 * followed until it has caught up (history would otherwise be written over). A jump forward is followed: after the
 * machine slept that is the truth, and the time in between is a gap nobody watched.
 *
 * @param notBefore instant of the last thing on record; a machine that starts with its clock behind that goes on from there
 * @param onJump told once for each jump
 */
export function systemClock(notBefore = 0, onJump: (jump: ClockJump) => void = () => {}): Clock {
  const monotonic = (): number => performance.now()
  const started = Date.now()
  let anchorWall = Math.max(started, notBefore)
  let anchorMonotonic = monotonic()
  let behind = anchorWall - started > tolerance
  if (behind) onJump({ by: started - anchorWall })
  return {
    monotonic,
    now() {
      const elapsed = monotonic() - anchorMonotonic
      const expected = anchorWall + elapsed
      const ahead = Date.now() - expected
      if (ahead > tolerance) {
        if (!behind) onJump({ by: ahead })
        anchorWall = expected + ahead
        anchorMonotonic += elapsed
        behind = false
      } else if (ahead < -tolerance) {
        if (!behind) onJump({ by: ahead })
        behind = true
      } else behind = false
      return Math.floor(anchorWall + (monotonic() - anchorMonotonic))
    },
  }
}
