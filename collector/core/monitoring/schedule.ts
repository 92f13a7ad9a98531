import { hashFraction } from '../text/id.ts'

/**
 * When a monitor is next to be probed, on the monotonic clock. Every monitor has its own slots, `every` apart, at a
 * phase spread by its id, so that a thousand of them make an even stream, the same one after every restart.
 */
export type ScheduleGrid = {
  /** First instant of the grid, monotonic ms. */
  readonly origin: number
  readonly every: number
}

/**
 * The grid of a monitor. It is laid on the wall clock once, so that a restart keeps every phase; from then on only
 * monotonic time counts.
 *
 * @param wall ms since the epoch at the monotonic instant `monotonic`
 */
export function scheduleGridOf(id: string, every: number, wall: number, monotonic: number): ScheduleGrid {
  const phase = hashFraction(id) * every
  return { origin: monotonic - ((wall - phase) % every), every }
}

/** The first slot strictly after an instant, monotonic ms. Slots that were missed are gone: there is no catching up. */
export function nextSlot({ origin, every }: ScheduleGrid, after: number): number {
  const number = Math.floor((after - origin) / every) + 1
  // On a slot itself the quotient may be rounded down, and would give that very slot again.
  const slot = origin + number * every
  return slot > after ? slot : origin + (number + 1) * every
}

/**
 * When to look after a check that ended at `now`: at the next slot, or sooner while a change is unconfirmed.
 * A re-check does not move the grid.
 */
export function nextCheckAt(
  grid: ScheduleGrid,
  now: number,
  unconfirmed: boolean,
  retryEvery: number,
): number {
  const slot = nextSlot(grid, now)
  return unconfirmed ? Math.min(slot, now + retryEvery) : slot
}

/** Longest span over which the first checks after a start are spread, ms: a newcomer should not wait for a page. */
const startSpread = 5_000

/** The first look after a start: soon, yet not all at once. */
export const firstCheckAt = (id: string, every: number, now: number): number =>
  now + hashFraction(`first ${id}`) * Math.min(every / 2, startSpread)

/**
 * Whether a look that comes late must be skipped: after the machine slept or the process stood still, everything is due
 * at once, and probing it all in one burst would measure us, not them.
 */
export const isTooLate = (due: number, now: number, every: number): boolean =>
  now - due > Math.max(1_000, every / 2)
