import { uptime } from 'node:os'
import type { Clock, Timer } from '../core/time/clock.ts'

/** How far the wall clock may stray before we look closer; below it lies what NTP slews. Milliseconds. */
const tolerance = 500
/** A step forward up to this long is followed at once: it makes no gap in any timeline. Milliseconds. */
const smallStep = 2_000
/** How long a step must have stood before it is believed, ms: clocks set by mistake are set right again. */
const doubtPeriod = 600_000
/** How fast our time runs while the wall clock catches up with it. */
const catchUpRate = 0.9

/** A step forward longer than this, ms, is never followed by itself: see `plausible-clock.ts`. */
const longestStep = 92 * 86_400_000

/** A clock of the machine that does not follow it everywhere. */
export type DoubtingClock = Clock & {
  /** How far our time is ahead of the machine's, ms; negative when it is behind. */
  lead(): number
}

/** What happened to the wall clock, for the log. */
export type ClockJump = {
  /** Milliseconds, positive when it went forward. */
  readonly by: number
  /** The machine slept, the step is not believed yet, or it is now. */
  readonly kind: 'slept' | 'doubted' | 'believed'
}

/** What a clock is made from, in ms: the wall clock, one that no setting moves, and one that also counts sleep. */
export type ClockSources = { wall(): number; monotonic(): number; uptime(): number }

const machineSources: ClockSources = {
  wall: Date.now,
  monotonic: () => performance.now(),
  uptime: () => uptime() * 1_000,
}

/**
 * A clock that follows the machine's where that tells the truth. Its own time never goes backwards and has no gap but
 * those that were:
 *
 * - After the machine slept, time has passed, and nobody watched.
 * - A wall clock that somebody set, either way, is doubted for 10 minutes, in which our time goes on at its own pace. A
 *   step forward that still stands is then followed. After one back our time runs a tenth slower until it is overtaken:
 *   history is not written over, and no duration is negative. A step forward of months is not followed at all.
 *
 * @param notBefore instant of the last thing on record; a machine that starts with its clock behind that goes on from there
 * @param onJump told once for each jump, and once more when it is believed
 */
export function systemClock(
  notBefore = 0,
  onJump: (jump: ClockJump) => void = () => {},
  sources: ClockSources = machineSources,
): DoubtingClock {
  let time = Math.max(sources.wall(), notBefore)
  let monotonic = sources.monotonic()
  let awake = sources.uptime() - monotonic
  let rate = 1
  let doubt: { by: number; since: number; logged: boolean } | null = null
  // A machine that starts behind the record is known to be wrong: it need not convince us once it is set right.
  let trusted = time - sources.wall() <= tolerance

  function advance(): void {
    const then = monotonic
    monotonic = sources.monotonic()
    time += (monotonic - then) * rate
  }
  function accept(by: number, kind: ClockJump['kind']): void {
    if (by > smallStep) onJump({ by, kind })
    time += by
    rate = 1
    doubt = null
    awake = sources.uptime() - monotonic
  }
  function doubtJump(by: number): void {
    if (!doubt || Math.abs(by - doubt.by) > smallStep) {
      doubt = { by, since: monotonic, logged: false }
      rate = 1
      onJump({ by, kind: 'doubted' })
    }
    if (monotonic - doubt.since < doubtPeriod || by > longestStep) return
    if (by > 0) return accept(by, 'believed')
    if (!doubt.logged) onJump({ by, kind: 'believed' })
    // While it is overtaken the distance shrinks, which is no new jump.
    doubt = { by, since: doubt.since, logged: true }
    rate = catchUpRate
  }

  return {
    monotonic: sources.monotonic,
    lead: () => time + (sources.monotonic() - monotonic) * rate - sources.wall(),
    after: (delay, run) => after(sources.monotonic, delay, run),
    now() {
      advance()
      const ahead = sources.wall() - time
      if (Math.abs(ahead) <= tolerance) {
        trusted = true
        rate = 1
        doubt = null
      } else if (ahead < 0) doubtJump(ahead)
      else {
        const slept = sources.uptime() - monotonic - awake
        if (!trusted || ahead <= smallStep) accept(ahead, 'believed')
        else if (slept > tolerance && ahead <= slept + smallStep) accept(ahead, 'slept')
        else {
          if (slept > smallStep) accept(slept, 'slept')
          doubtJump(sources.wall() - time)
        }
        trusted = true
      }
      return Math.floor(time)
    },
  }
}

/** The longest delay `setTimeout` holds, ms: about 24.8 days. */
const longestTimeout = 2 ** 31 - 1

/** `Clock.after` on the timers of the machine, which may fire a fraction of a millisecond early. */
function after(monotonic: () => number, delay: number, run: () => void): Timer {
  const due = monotonic() + delay
  const arm = (): NodeJS.Timeout =>
    setTimeout(fire, Math.min(Math.max(0, Math.ceil(due - monotonic())), longestTimeout))
  let timeout = arm()
  function fire(): void {
    if (monotonic() < due) timeout = arm()
    else run()
  }
  return { cancel: () => clearTimeout(timeout) }
}

/** A jump in words, for the log. */
export function describeClockJump({ by, kind }: ClockJump): string {
  const seconds = `${(Math.abs(by) / 1_000).toFixed(1)} s`
  const way = by > 0 ? 'forward' : 'back'
  if (kind === 'slept') return `the machine slept for ${seconds}: that time is recorded as unknown`
  if (kind === 'doubted')
    return `the machine's clock was set ${way} by ${seconds}: not followed until it has stood for ${doubtPeriod / 60_000} minutes; probes keep their schedule`
  return by > 0
    ? `the machine's clock is followed again: time goes forward by ${seconds}`
    : `the machine's clock is followed again: time runs a tenth slower until ${seconds} are made up`
}
