import type { Clock } from '../../core/time/clock.ts'
import SQLite, { type Database } from 'better-sqlite3'
import { type ConsistentReader, StoreError } from '../store.ts'
import { connectReadOnly } from './connect.ts'
import { storeError } from './errors.ts'
import type { FileGuard } from './file-guard.ts'
import { tableReader } from './reader.ts'
import { openTables, type Tables } from './tables.ts'
import { retryWhileLocked } from './write-queue.ts'

type ReadConnection = { readonly db: Database; readonly tables: Tables }

/** Reads of one instant, and their end: what is being read when they are closed rejects. */
export type ConsistentReads = ConsistentReader & { close(): void }

/**
 * Reads of one instant, each in a read transaction on a connection of its own beside the one that writes: a write-ahead
 * log lets neither wait for the other. A database in memory has one connection only, so a copy of it is read.
 *
 * @param db the connection that writes
 * @param clock what waiting for another program is timed by
 * @param timeout how long to wait for another program that has the file for itself, ms
 * @param guard a new connection must not open another file than the one that writes
 */
export function createConsistentReads(
  db: Database,
  file: string,
  clock: Clock,
  timeout: number,
  guard: Pick<FileGuard, 'require'>,
): ConsistentReads {
  const active = new Set<ReadConnection>()
  /** Kept between reads, for it has its statements prepared. */
  let idle: ReadConnection | null = null

  function connect(): ReadConnection {
    guard.require()
    const connection = db.memory ? new SQLite(db.serialize()) : connectReadOnly(file)
    try {
      return { db: connection, tables: openTables(connection) }
    } catch (error) {
      connection.close()
      throw error
    }
  }

  function begin(): ReadConnection {
    if (!db.open) throw new StoreError(`${file} has been closed.`, { transient: false })
    const connection = idle ?? connect()
    idle = null
    try {
      connection.db.exec('BEGIN')
      // The instant is that of the first read.
      connection.tables.days.refresh()
    } catch (error) {
      connection.db.close()
      throw error
    }
    active.add(connection)
    return connection
  }

  function end(connection: ReadConnection): void {
    active.delete(connection)
    if (!connection.db.open) return
    try {
      connection.db.exec('COMMIT')
    } catch {
      // Nothing was written: whatever ails the connection goes with it.
      connection.db.close()
      return
    }
    if (idle !== null || connection.db.memory) connection.db.close()
    else idle = connection
  }

  return {
    async read(work) {
      const connection = await retryWhileLocked(begin, clock, timeout).catch((error: unknown) => {
        throw storeError(error, file)
      })
      let isOver = false
      const reader = tableReader(connection.tables, async (reading) => {
        if (isOver) throw new Error('this read of the store is over: what it was given cannot be used later')
        try {
          return reading()
        } catch (error) {
          throw storeError(error, file)
        }
      })
      try {
        return await work(reader)
      } finally {
        isOver = true
        end(connection)
      }
    },
    close() {
      for (const connection of active) connection.db.close()
      idle?.db.close()
      idle = null
    },
  }
}
