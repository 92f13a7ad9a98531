import type { Database } from 'better-sqlite3'
import { type Clock, sleep } from '../../core/time/clock.ts'
import { isSqlite, storeError } from './errors.ts'

/** How long a write waits for other programs to let go, ms, before it fails with a transient StoreError. */
export const defaultLockTimeout = 10_000

/** Between two tries the event loop runs, so that waiting for a lock delays no probe. */
const retryDelay = 20

/**
 * Do something that another program's lock may forbid, again and again until it succeeds.
 * @throws what it threw, at once when it was not about a lock, else once `timeout` (ms) is over.
 */
export async function retryWhileLocked<T>(work: () => T, clock: Clock, timeout: number): Promise<T> {
  const until = clock.monotonic() + timeout
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!(isSqlite(error, 'SQLITE_BUSY') || isSqlite(error, 'SQLITE_LOCKED')) || clock.monotonic() > until)
        throw error
    }
    await sleep(clock, retryDelay)
  }
}

/** Write transactions of one connection, one after the other in the order they were asked for. */
export type WriteQueue = {
  /** Resolves when the work is durable; rejects with StoreError or what the work threw, having written nothing. */
  write<T>(work: () => T): Promise<T>
  /** Resolves when nothing is being written any more. */
  idle(): Promise<void>
}

/**
 * @param require throws when the file may not be written to; asked before a transaction, and again before it counts as
 *   durable: what is committed to a file that was deleted meanwhile is lost
 * @param onFailure called after every failure, to drop what was cached of it
 */
export function createWriteQueue(
  db: Database,
  file: string,
  clock: Clock,
  timeout: number,
  require: () => void,
  onFailure: () => void,
): WriteQueue {
  let tail: Promise<unknown> = Promise.resolve()
  // The lock is taken at the start: a transaction that reads first and then may not write would be lost.
  const transaction = db.transaction((work: () => unknown) => work())

  const attempt = async <T>(work: () => T): Promise<T> => {
    require()
    try {
      const result = await retryWhileLocked(() => transaction.immediate(work) as T, clock, timeout)
      require()
      return result
    } catch (error) {
      try {
        onFailure()
      } catch {
        // What is cached is read again from a database that may be damaged: why the write failed is what counts.
      }
      throw storeError(error, file)
    }
  }
  return {
    write<T>(work: () => T): Promise<T> {
      const result = tail.then(() => attempt(work))
      tail = result.catch(() => {})
      return result
    },
    async idle() {
      await tail
    },
  }
}
