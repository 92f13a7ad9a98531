import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite, { type Database } from 'better-sqlite3'
import type { Clock } from '../../core/time/clock.ts'
import { StoreError } from '../store.ts'
import { migrate } from './migrate.ts'
import { storeError } from './errors.ts'
import { defaultLockTimeout, retryWhileLocked } from './write-queue.ts'

/** The write-ahead log is copied into the database when it has this many pages of 4 kB. */
const checkpointPages = 2_000
/** A write-ahead log longer than this, bytes, is cut back: a long reader or a backup may have made it grow. */
export const maxWalBytes = 32 * 1024 * 1024
/** How long SQLite itself waits for a lock, ms. Short, for the event loop stands still meanwhile: see `retryWhileLocked`. */
const busyTimeout = 50

/** An open, migrated connection. @throws StoreError with one line that says what to do. */
export async function connect(file: string, clock: Clock): Promise<Database> {
  let db: Database | null = null
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
    const opened = (db = new SQLite(file, { timeout: busyTimeout }))
    // Two processes that open a new file at once may get in each other's way here.
    await retryWhileLocked(() => prepare(opened, file), clock, defaultLockTimeout)
    return opened
  } catch (error) {
    db?.close()
    const { code } = error as NodeJS.ErrnoException
    if (code !== undefined && !code.startsWith('SQLITE_'))
      throw new StoreError(`${file} cannot be made (${code}). Check that its folder may be written to.`, {
        cause: error,
        transient: false,
      })
    throw storeError(error, file)
  }
}

/** A connection that only reads a database that is open already. @throws SqliteError */
export const connectReadOnly = (file: string): Database =>
  new SQLite(file, { readonly: true, timeout: busyTimeout })

function prepare(db: Database, file: string): void {
  // Reads the header: what is no database is told before anything is changed.
  db.pragma('user_version')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  // Only macOS tells a flush from a flush that reaches the disk.
  db.pragma('fullfsync = ON')
  db.pragma('foreign_keys = ON')
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`)
  db.pragma(`journal_size_limit = ${maxWalBytes}`)
  migrate(db, file)
}

/** Size of a file in bytes; 0 when there is none. */
export const fileSize = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
