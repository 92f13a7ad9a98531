import { day } from '../core/time/units.ts'

/** A clock this much later than the last thing that was stored is doubted, ms: that many days of nothing are rare. */
const longestPause = 92 * day
/** What is stored this much later than the clock is of a clock that was wrong, ms; less is caught up with. */
const longestLead = day

/** What is known of the time before a collector's clock is made. Instants in ms. */
export type ClockEvidence = {
  /** What the machine's clock says. */
  readonly now: number
  /** The latest instant that was recorded by a clock of ours; 0 for none. */
  readonly lastRecordedAt: number
  /** When the database was last written to; null for a new one. */
  readonly lastWrittenAt: number | null
}

/**
 * Why the machine's clock cannot be gone by, with what to do, or null. Months that never were would be frozen for ever, and
 * a page dated years ahead could never look stale.
 *
 * @param isAccepted somebody has said that the clock is right: a long pause is then no reason
 */
export function clockDoubt(
  { now, lastRecordedAt, lastWrittenAt }: ClockEvidence,
  isAccepted = false,
): string | null {
  if (lastRecordedAt > now + longestLead)
    return (
      `the machine's clock says ${iso(now)}, but there are records of ${iso(lastRecordedAt)}, ${inDays(lastRecordedAt - now)} later. ` +
      `If the machine's clock is wrong, set it. If it is right, it was wrong when they were made: take them out with vigie discard-future, which keeps a copy.`
    )
  const last = Math.max(lastRecordedAt, lastWrittenAt ?? 0)
  if (last > 0 && now - last > longestPause && !isAccepted)
    return (
      `the machine's clock says ${iso(now)}, ${inDays(now - last)} after anything was stored last (${iso(last)}). ` +
      `If that is wrong, set the clock. If nothing has run for so long, say so once with --accept-clock.`
    )
  return null
}

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`
const inDays = (ms: number): string => `${Math.round(ms / day)} days`
