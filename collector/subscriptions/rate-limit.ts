/** So many within a window, ms, for each key. */
export type RateLimit = {
  /** Count one more at an instant (ms). Returns how long the key must wait, ms; 0 where it is within the limit. */
  take(key: string, now: number): number
}

/** Keys kept in memory at once; the oldest are dropped first. */
const maxKeys = 20_000

/** A limit that counts in fixed windows, each from the first of its key. What is refused counts, too, but extends nothing. */
export function createRateLimit(max: number, window: number): RateLimit {
  const counts = new Map<string, { readonly since: number; count: number }>()
  return {
    take(key, now) {
      const entry = counts.get(key)
      if (entry && now >= entry.since && now - entry.since < window)
        return ++entry.count > max ? entry.since + window - now : 0
      counts.delete(key)
      counts.set(key, { since: now, count: 1 })
      if (counts.size > maxKeys) counts.delete(counts.keys().next().value!)
      return 0
    },
  }
}
