/**
 * The two clocks of a collector. Intervals are measured on `monotonic`; instants are written down from `now`.
 * Both in milliseconds; a virtual one drives the demonstration and the tests.
 */
export type Clock = {
  /** ms since the epoch. Never runs backwards within a process. */
  now(): number
  /** ms since some fixed instant, at sub-millisecond resolution; a change of the wall clock does not touch it. */
  monotonic(): number
}
