import { Conflict } from '../../store/store.ts'

/** How often a change is attempted while others keep changing the same notices. */
const maxAttempts = 50

/**
 * Run an attempt that reads, decides and commits; again, from what is then stored, whenever another process was faster.
 *
 * @param isWorthRetrying may throw another error for the caller; every conflict is retried without it
 * @throws Conflict when it is not worth retrying, or after the last attempt; whatever else the attempt throws
 */
export async function retryOnConflict<Result>(
  attempt: () => Promise<Result>,
  isWorthRetrying: (conflict: Conflict) => boolean | Promise<boolean> = () => true,
): Promise<Result> {
  for (let count = 1; ; count++)
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Conflict) || count === maxAttempts || !(await isWorthRetrying(error)))
        throw error
    }
}
