import { type Guesses, guessDelay, withFailure } from '../core/account/guess-policy.ts'

/** Keys kept in memory at once; the oldest are dropped first. */
const maxKeys = 20_000

/** Counts attempts that failed, by key. */
export type GuessLimit = {
  /** How long the next attempt of these keys must wait at an instant (ms), ms; 0 where it may be made. */
  delay(keys: readonly string[], now: number): number
  /** An attempt of these keys begins: it counts as failed until it has succeeded, so that many at once cost as many. */
  begin(keys: readonly string[], now: number): void
  /** It succeeded: what was counted of these keys is forgotten. */
  forget(keys: readonly string[]): void
  /** It succeeded: it alone is not counted. An account of theirs must not wash away what the same network guesses of others. */
  undo(keys: readonly string[]): void
}

export function createGuessLimit(): GuessLimit {
  const guesses = new Map<string, Guesses>()
  return {
    delay: (keys, now) => Math.max(...keys.map((key) => guessDelay(guesses.get(key), now))),
    begin(keys, now) {
      for (const key of keys) {
        const next = withFailure(guesses.get(key), now)
        guesses.delete(key)
        guesses.set(key, next)
      }
      while (guesses.size > maxKeys) guesses.delete(guesses.keys().next().value!)
    },
    forget(keys) {
      for (const key of keys) guesses.delete(key)
    },
    undo(keys) {
      for (const key of keys) {
        const known = guesses.get(key)
        if (known) guesses.set(key, { ...known, failures: known.failures - 1 })
      }
    },
  }
}
