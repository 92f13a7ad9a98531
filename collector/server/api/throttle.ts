import { networkOf } from '../network-of.ts'

/** Counts failures per address, within bounded memory. */
export type Throttle = {
  /** Count a failure at an instant (ms). Returns how long the address must wait, ms; 0 while it is within the limit. */
  recordFailure(address: string, now: number): number
}

/** Failures allowed per address within a window. */
const maxFailures = 20
/** ms. */
const window = 60_000
/** Addresses kept in memory at once; the oldest are dropped first. */
const maxAddresses = 10_000

/**
 * A throttle of failed attempts. Only failures are limited: a valid token is accepted even where all clients share the
 * address of one proxy, so that nobody can lock the team out.
 */
export function createThrottle(): Throttle {
  const failures = new Map<string, { readonly since: number; count: number }>()
  return {
    recordFailure(address, now) {
      const network = networkOf(address)
      const entry = failures.get(network)
      if (entry && now - entry.since < window)
        return ++entry.count > maxFailures ? entry.since + window - now : 0
      failures.delete(network)
      failures.set(network, { since: now, count: 1 })
      if (failures.size > maxAddresses) failures.delete(failures.keys().next().value!)
      return 0
    },
  }
}
