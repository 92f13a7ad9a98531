import { minute, second } from '../time/units.ts'

/** Failed attempts to sign in of one account or network. */
export type Guesses = {
  readonly failures: number
  /** The last one, ms. */
  readonly lastAt: number
}

/** So many mistakes cost nothing: people mistype. */
const freeFailures = 5
/** The longest wait between two attempts, ms: nobody is locked out for longer. */
const longestGuessDelay = minute
/** A failure is forgotten in each such time without another one, ms. */
const forgetInterval = 10 * minute

/** How many failures count at an instant (ms). */
const countedFailures = ({ failures, lastAt }: Guesses, now: number): number =>
  Math.max(0, failures - Math.floor(Math.max(0, now - lastAt) / forgetInterval))

/** How long the next attempt must wait at an instant (ms), ms: 1 s, 2 s, 4 s … after the fifth failure, at most a minute. */
export function guessDelay(guesses: Guesses | undefined, now: number): number {
  if (guesses === undefined) return 0
  const over = countedFailures(guesses, now) - freeFailures
  if (over < 0) return 0
  const delay = Math.min(longestGuessDelay, second * 2 ** Math.min(over, 16))
  // A clock that was set back must not make anybody wait for it.
  const elapsed = now - guesses.lastAt
  return elapsed < 0 ? 0 : Math.max(0, delay - elapsed)
}

/** One failure more at an instant (ms). */
export const withFailure = (guesses: Guesses | undefined, now: number): Guesses => ({
  failures: (guesses === undefined ? 0 : countedFailures(guesses, now)) + 1,
  lastAt: now,
})
