import { type Stats, closeSync, openSync, readSync, rmSync, statSync, truncateSync } from 'node:fs'
import { basename } from 'node:path'
import type { Database } from 'better-sqlite3'
import { StoreError } from '../store.ts'

/** Holds the file that a connection has open against the one that is under its name now. */
export type FileGuard = {
  /** Why nothing may be written to it, or null. Costs some 20 µs. */
  trouble(): StoreError | null
  /** @throws StoreError when the file is another one, empty or gone */
  require(): void
  /** Is the file itself still there, with other content? Nothing can be read of it then. */
  isOverwritten(): boolean
  /** Take the write-ahead log from under the name: it belongs to what was there before, and would damage what is there now. */
  removeOwnLog(): void
  /** To be called when the connection is closed. */
  close(): void
}

/** What the header of a database says of itself (https://www.sqlite.org/fileformat2.html#the_database_header). */
type Header = { readonly changes: number; readonly pages: number; readonly schema: number }

const noGuard: FileGuard = {
  trouble: () => null,
  require: () => {},
  isOverwritten: () => false,
  removeOwnLog: () => {},
  close: () => {},
}

const magic = 'SQLite format 3\0'

/**
 * A database that is deleted, moved, overwritten or emptied under an open connection loses what is written afterwards: the
 * connection goes on with the file it has open, which has no name any more, or with a mixture of two. So its device, inode
 * and header are compared whenever something is to be written.
 *
 * Other processes may write to it as they like: commits only ever raise its length, its count of changes and its number of pages.
 *
 * @param db opened and migrated; its schema stays as it is
 */
export function createFileGuard(db: Database, file: string): FileGuard {
  if (db.memory) return noGuard
  const name = basename(file)
  const opened = statSync(file)
  const { descriptor, release } = sharedDescriptor(file, opened)
  const ownLog = statSync(`${file}-wal`, { throwIfNoEntry: false })
  const first = readHeader(descriptor)
  // A migration may still lie in the write-ahead log, and be copied into the file later.
  const schemas = new Set([first?.schema, Number(db.pragma('schema_version', { simple: true }))])
  let latest = first
  let longest = opened.size

  const isOurs = (stats: Stats | undefined): stats is Stats =>
    stats?.ino === opened.ino && stats.dev === opened.dev

  function reason(): string | null {
    const stats = statSync(file, { throwIfNoEntry: false })
    if (!stats) return 'was removed'
    if (!isOurs(stats)) return 'was replaced by another file'
    if (stats.size === 0) return 'was emptied'
    const header = readHeader(descriptor)
    if (!header || stats.size < longest || !schemas.has(header.schema)) return 'was overwritten'
    if (latest && (header.changes < latest.changes || header.pages < latest.pages)) return 'was overwritten'
    latest = header
    longest = stats.size
    return null
  }

  function trouble(): StoreError | null {
    let why: string | null
    try {
      why = reason()
    } catch (error) {
      why = `cannot be looked at (${(error as NodeJS.ErrnoException).code ?? String(error)})`
    }
    if (why === null) return null
    return new StoreError(
      `${name} ${why} while it was in use: nothing more is written. Put the file back that was there, or stop Vigie, restore a backup with vigie restore FILE, and start again.`,
      { transient: true },
    )
  }
  return {
    trouble,
    require() {
      const error = trouble()
      if (error) throw error
    },
    isOverwritten: () => isOurs(statSync(file, { throwIfNoEntry: false })),
    removeOwnLog() {
      const log = statSync(`${file}-wal`, { throwIfNoEntry: false })
      if (!log || !ownLog || log.ino !== ownLog.ino || log.dev !== ownLog.dev) return
      // SQLite copies the log into the file when the connection is closed, unless the file was moved.
      if (isOurs(statSync(file, { throwIfNoEntry: false }))) truncateSync(`${file}-wal`)
      for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
    },
    close: release,
  }
}

const descriptors = new Map<string, { readonly descriptor: number; users: number }>()

/**
 * One descriptor of a file for the whole process: a system of POSIX lets go of every lock that a process has on a file when
 * the process closes any descriptor of it, those of SQLite's connections too.
 */
function sharedDescriptor(
  file: string,
  { dev, ino }: { readonly dev: number; readonly ino: number },
): { readonly descriptor: number; release(): void } {
  const key = `${dev} ${ino}`
  const shared = descriptors.get(key) ?? { descriptor: openSync(file, 'r'), users: 0 }
  descriptors.set(key, shared)
  shared.users++
  let released = false
  return {
    descriptor: shared.descriptor,
    release() {
      if (released) return
      released = true
      if (--shared.users > 0) return
      descriptors.delete(key)
      closeSync(shared.descriptor)
    },
  }
}

/** Have a transaction write the header too, which SQLite leaves alone unless the file grows. */
export const touchHeader = (db: Database): void =>
  void db.pragma(`user_version = ${Number(db.pragma('user_version', { simple: true }))}`)

/** The header of a database file; null where it has none. */
function readHeader(descriptor: number): Header | null {
  const bytes = Buffer.alloc(100)
  const length = readSync(descriptor, bytes, 0, bytes.length, 0)
  if (length < bytes.length || bytes.toString('latin1', 0, magic.length) !== magic) return null
  return { changes: bytes.readUInt32BE(24), pages: bytes.readUInt32BE(28), schema: bytes.readUInt32BE(40) }
}
