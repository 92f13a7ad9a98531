import { Pool } from 'pg'
import { StoreError } from '../store.ts'
import { isConnectionLoss, sqlState, storeError } from './errors.ts'
import type { Sql } from './sql.ts'
import { createTransactions } from './transactions.ts'

/** How long to wait for a connection, ms. */
const connectTimeout = 10_000
/** How long for an answer, ms: a server that is cut off without a word is given up then. */
const queryTimeout = 60_000
/** So many reads at once have a connection of their own; more wait. */
const maxReaders = 6
/** A transaction that met another's lock in the wrong order is made again, so often. */
const maxAttempts = 8

const beginWrite =
  "BEGIN; SET LOCAL lock_timeout = '10s'; SET LOCAL idle_in_transaction_session_timeout = '60s'"
const beginRead = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

/** StoreConnections to a database: one that writes and a few that read. */
export type StoreConnections = {
  /**
   * A transaction that writes, after all asked for before. Resolves when it is durable. Its work may be done again.
   *
   * @param committed called as soon as it is known to be durable, before anything else is written or read in order
   */
  write<T>(work: (sql: Sql) => Promise<T>, committed?: () => void): Promise<T>
  /** A single read. Its work may be done again. */
  read<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** A single read after all writes asked for before, and before all asked for later. */
  readInOrder<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** Reads that see one instant: that of the first. */
  readConsistently<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** Resolves when nothing is being written any more and no connection is left. */
  close(): Promise<void>
}

/**
 * @param url `postgres://…`
 * @param name what the database is called in messages: without a password
 */
export function createConnections(url: string, name: string): StoreConnections {
  const options = {
    connectionString: url,
    connectionTimeoutMillis: connectTimeout,
    query_timeout: queryTimeout,
    keepAlive: true,
    application_name: 'vigie',
  }
  let isClosed = false
  const closed = (cause?: unknown): StoreError =>
    new StoreError(`${name} has been closed.`, { cause, transient: false })
  const requireOpen = (): void => {
    if (isClosed) throw closed()
  }
  const writer = createTransactions(new Pool({ ...options, max: 1 }), requireOpen)
  const readers = createTransactions(new Pool({ ...options, max: maxReaders }), requireOpen)

  async function named<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw isClosed && isConnectionLoss(error) ? closed(error) : storeError(error, name)
    }
  }
  async function writeAgain<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await writer.run(beginWrite, work)
      } catch (error) {
        const state = sqlState(error)
        if (attempt >= maxAttempts || (state !== '40P01' && state !== '40001')) throw error
      }
    }
  }
  let tail: Promise<unknown> = Promise.resolve()
  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = tail.then(() => named(work))
    tail = result.catch(() => {})
    return result
  }
  return {
    write: (work, committed) =>
      inOrder(async () => {
        const result = await writeAgain(work)
        committed?.()
        return result
      }),
    read: (work) => named(() => readers.run(null, work)),
    readInOrder: (work) => inOrder(() => writer.run(null, work)),
    readConsistently: (work) => named(() => readers.run(beginRead, work)),
    async close() {
      await tail
      if (isClosed) return
      isClosed = true
      await Promise.all([writer.end(), readers.end()])
    },
  }
}
