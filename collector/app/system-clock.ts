import { uptime } from 'node:os'
import type { Clock } from '../core/time/clock.ts'

/** How far the wall clock may stray before we look closer; below it lies what NTP slews. Milliseconds. */
const tolerance = 500
/** A step forward up to this long is followed at once: it makes no gap in any timeline. Milliseconds. */
const smallStep = 2_000
/** How long a step must have stood before it is believed, ms: clocks set by mistake are set right again. */
const doubted = 600_000
/** How fast our time runs while the wall clock catches up with it. */
const slow = 0.9

/** What happened to the wall clock, for the log. */
export type ClockJump = {
  /** Milliseconds, positive when it went forward. */
  readonly by: number
  /** The machine slept, the step is not believed yet, or it is now. */
  readonly kind: 'slept' | 'doubted' | 'believed'
}

/** What a clock is made from, in ms: the wall clock, one that no setting moves, and one that also counts sleep. */
export type Hands = { wall(): number; monotonic(): number; uptime(): number }

const machine: Hands = {
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
 *   history is not written over, and no duration is negative.
 *
 * @param notBefore instant of the last thing on record; a machine that starts with its clock behind that goes on from there
 * @param onJump told once for each jump, and once more when it is believed
 */
export function systemClock(
  notBefore = 0,
  onJump: (jump: ClockJump) => void = () => {},
  hands: Hands = machine,
): Clock {
  let time = Math.max(hands.wall(), notBefore)
  let monotonic = hands.monotonic()
  let awake = hands.uptime() - monotonic
  let rate = 1
  let doubt: { by: number; since: number; told: boolean } | null = null
  // A machine that starts behind the record is known to be wrong: it need not convince us once it is set right.
  let trusted = time - hands.wall() <= tolerance

  function advance(): void {
    const then = monotonic
    monotonic = hands.monotonic()
    time += (monotonic - then) * rate
  }
  function believe(by: number, kind: ClockJump['kind']): void {
    if (by > smallStep) onJump({ by, kind })
    time += by
    rate = 1
    doubt = null
    awake = hands.uptime() - monotonic
  }
  function question(by: number): void {
    if (!doubt || Math.abs(by - doubt.by) > smallStep) {
      doubt = { by, since: monotonic, told: false }
      rate = 1
      onJump({ by, kind: 'doubted' })
    }
    if (monotonic - doubt.since < doubted) return
    if (by > 0) return believe(by, 'believed')
    if (!doubt.told) onJump({ by, kind: 'believed' })
    // While it is overtaken the distance shrinks, which is no new jump.
    doubt = { by, since: doubt.since, told: true }
    rate = slow
  }

  return {
    monotonic: hands.monotonic,
    now() {
      advance()
      const ahead = hands.wall() - time
      if (Math.abs(ahead) <= tolerance) {
        trusted = true
        rate = 1
        doubt = null
      } else if (ahead < 0) question(ahead)
      else {
        const slept = hands.uptime() - monotonic - awake
        if (!trusted || ahead <= smallStep) believe(ahead, 'believed')
        else if (slept > tolerance && ahead <= slept + smallStep) believe(ahead, 'slept')
        else {
          if (slept > smallStep) believe(slept, 'slept')
          question(hands.wall() - time)
        }
        trusted = true
      }
      return Math.floor(time)
    },
  }
}

/** A jump in words, for the log. */
export function tellJump({ by, kind }: ClockJump): string {
  const seconds = `${(Math.abs(by) / 1_000).toFixed(1)} s`
  const way = by > 0 ? 'forward' : 'back'
  if (kind === 'slept') return `the machine slept for ${seconds}; nobody watched meanwhile`
  if (kind === 'doubted')
    return `the machine's clock was set ${way} by ${seconds}; we keep our own time until that has stood for ${doubted / 60_000} minutes, and probes their pace`
  return by > 0
    ? `the machine's clock is believed: our time goes forward by ${seconds}`
    : `the machine's clock is believed: our time runs a tenth slower until it is overtaken, ${seconds} behind`
}
