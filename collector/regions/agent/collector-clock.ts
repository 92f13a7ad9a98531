import type { Clock } from '../../core/time/clock.ts'

/** The time of the collector, as an agent knows it. */
export type CollectorClock = Clock & {
  /**
   * The collector said what time it is (ms since the epoch) in an answer to what was asked at `askedAt` (monotonic ms): half
   * way between asking and hearing.
   */
  synchronise(collectorNow: number, askedAt: number): void
}

/** Nearer than this, ms, the way of the answer may be the reason: the clock stays as it is. */
const tolerance = 250

/**
 * A clock that goes by the collector's time and this machine's monotonic clock: the time of day here may be wrong by hours,
 * and be set, without a check being dated by it. Before the first answer it is this machine's. It never runs backwards.
 */
export function createCollectorClock(machine: Clock): CollectorClock {
  let [base, baseAt] = [machine.now(), machine.monotonic()]
  let latest = 0
  const estimate = (): number => base + (machine.monotonic() - baseAt)
  return {
    monotonic: machine.monotonic,
    after: machine.after,
    now() {
      latest = Math.max(latest, Math.floor(estimate()))
      return latest
    },
    synchronise(collectorNow, askedAt) {
      const heardAt = machine.monotonic()
      const now = collectorNow + (heardAt - askedAt) / 2
      if (Math.abs(now - estimate()) <= tolerance) return
      // A first estimate that was ahead is no time that was lived through.
      if (now < estimate()) latest = 0
      ;[base, baseAt] = [now, heardAt]
    },
  }
}
