import { day, minute } from '../time/units.ts'
import { nextScheduled } from './cron-schedule.ts'
import type { HeartbeatMonitor } from './monitor.ts'
import type { HealthState } from './health-state.ts'

/** What a job says of itself; a number is the exit code it failed with. */
export type HeartbeatSignal = 'ok' | 'start' | 'fail' | number

/** When nobody was there to hear a beat, ms since the epoch: a collector that was stopped, or cut off. */
export type ListeningGap = {
  /** Since when, for all we know; null where that is not known. */
  readonly from: number | null
  /** Until when. */
  readonly to: number
}

/** A job whose clock runs ahead by no more than this beats for the moment that comes, not for the one before, ms. */
const mostEarly = 5 * minute

/**
 * When a heartbeat that stays silent must be written down as missed, ms since the epoch; null while there was never a
 * beat (nobody knows yet whether there is a job at all). After a first miss it is missed again at each further moment
 * a beat is expected.
 *
 * A beat that was expected while nobody listened may have come and found nobody, so the job gets another whole interval
 * before it is blamed. Where somebody listened when it was expected and was gone only before its grace was over, the
 * job gets what was left of the grace, and is not forgiven: a machine that restarts every night after a backup would
 * otherwise never notice that the backup has ended.
 */
export function missedHeartbeatAt(
  monitor: HeartbeatMonitor,
  { lastAt, health }: HealthState,
  gap: ListeningGap,
): number | null {
  if (lastAt === null) return null
  // A miss that was written down is no beat either.
  if (health === 'down') return expectedAfter(monitor, lastAt)
  const expected = nextExpectedAt(monitor, lastAt)
  if (expected >= gap.to) return expected + monitor.grace
  const wasHeard = gap.from !== null && expected < gap.from
  if (wasHeard && expected + monitor.grace > gap.from)
    return Math.max(expected, gap.to) + (expected + monitor.grace - gap.from)
  if (wasHeard) return Math.max(expected + monitor.grace, gap.to)
  // The end of a gap is no beat, so none can have come early for what follows it.
  return expectedAfter(monitor, gap.to) + monitor.grace
}

/** When the beat after one at `lastAt` is expected, both ms since the epoch. */
function nextExpectedAt(monitor: HeartbeatMonitor, lastAt: number): number {
  const next = expectedAfter(monitor, lastAt)
  if (monitor.schedule === undefined) return next
  const following = expectedAfter(monitor, next)
  const isEarly = next - lastAt <= Math.min(monitor.grace, mostEarly, (following - next) / 2)
  return isEarly ? following : next
}

/** The first moment after an instant at which a job is due, counting from there where it has an interval; ms. */
function expectedAfter({ every, schedule, timezone }: HeartbeatMonitor, at: number): number {
  if (schedule === undefined) return Math.max(at + every, daysLater(at, every, timezone))
  // The configuration refuses a schedule that does not come again.
  return nextScheduled({ pattern: schedule, timezone }, at) ?? at + every
}

/**
 * An interval of whole days is one of the clock on the wall as well: a job of half past three comes 25 hours later once a
 * year. (On the day of 23 hours both kinds of job have come when the exact interval is over.)
 */
function daysLater(at: number, interval: number, timezone: string): number {
  if (interval % day !== 0) return at
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timezone)
    .add({ days: interval / day }).epochMilliseconds
}
