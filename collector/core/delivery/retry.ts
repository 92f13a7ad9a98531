/** From the first attempt on, a delivery is tried for this long, ms. */
export const giveUpAfter = 4 * 3_600_000
const firstDelay = 5_000
const maxDelay = 15 * 60_000

/**
 * How long to wait after a failed attempt, whole ms: 5 s, doubled with every failure up to 15 min, of which the last half is
 * random ("equal jitter", https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/), so that what
 * failed together does not come back together. What the other side asked for (`Retry-After`) is never undercut.
 *
 * @param failures failed attempts so far, at least 1
 * @param random in [0, 1)
 * @param asked by the other side, ms; null where it asked for nothing
 */
export function retryDelay(failures: number, random: number, asked: number | null): number {
  const delay = Math.min(maxDelay, firstDelay * 2 ** (failures - 1))
  return Math.ceil(Math.max(delay / 2 + (delay / 2) * random, asked ?? 0))
}
