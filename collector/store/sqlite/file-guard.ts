import { type Stats, readSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import { basename } from 'node:path'
import type { Database } from 'better-sqlite3'
import { StoreError } from '../store.ts'
import { type LogLoss, createLogGuard } from './log-guard.ts'
import { sharedDescriptor } from './shared-descriptor.ts'

/** Holds the files that a connection has open against those that are under their names now. */
export type FileGuard = {
  /** Why nothing may be written to it, or null. Costs some 20 µs. */
  trouble(): StoreError | null
  /** @throws StoreError when the file is another one, empty or gone, or its write-ahead log is */
  require(): void
  /** Is the file itself still there, with other content, or its log? Nothing can be read of it then. */
  isOverwritten(): boolean
  /**
   * Take the write-ahead log from under the name of another file: it belongs to what was there before, and would damage what
   * is there now.
   */
  removeOwnLog(): void
  /** Close the last connection; one whose log is no longer ours without copying that into the file. */
  close(closeConnection: () => void): void
}

/** What the header of a database says of itself (https://www.sqlite.org/fileformat2.html#the_database_header). */
type Header = { readonly changes: number; readonly pages: number; readonly schema: number }

const noGuard: FileGuard = {
  trouble: () => null,
  require: () => {},
  isOverwritten: () => false,
  removeOwnLog: () => {},
  close: (closeConnection) => closeConnection(),
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
  const logGuard = createLogGuard(file)
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
    try {
      const why = reason()
      const loss = why === null ? logGuard.loss() : null
      if (loss) return new StoreError(logTrouble(name, loss), { transient: true })
      return why === null ? null : new StoreError(fileTrouble(name, why), { transient: true })
    } catch (error) {
      const why = `cannot be looked at (${(error as NodeJS.ErrnoException).code ?? String(error)})`
      return new StoreError(fileTrouble(name, why), { transient: true })
    }
  }

  /** SQLite copies the log into a file that it closes, and removes it, unless the file is not under its name then. */
  function closeUncopied(closeConnection: () => void): void {
    const aside = `${file}.closing`
    renameSync(file, aside)
    try {
      closeConnection()
    } finally {
      renameSync(aside, file)
    }
  }
  return {
    trouble,
    require() {
      const error = trouble()
      if (error) throw error
    },
    isOverwritten: () =>
      reason() === null
        ? logGuard.loss()?.why === 'was cut short'
        : isOurs(statSync(file, { throwIfNoEntry: false })),
    removeOwnLog() {
      if (reason() === null) return
      const log = statSync(`${file}-wal`, { throwIfNoEntry: false })
      if (!log || !ownLog || log.ino !== ownLog.ino || log.dev !== ownLog.dev) return
      // SQLite copies the log into the file when the connection is closed, unless the file was moved.
      if (isOurs(statSync(file, { throwIfNoEntry: false }))) truncateSync(`${file}-wal`)
      for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
    },
    close(closeConnection) {
      const loss = reason() === null ? logGuard.loss() : null
      // A log without a name is copied, unless another process has written one since: nothing else has what is in it.
      const isAlone = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0
      const isCopied = loss === null || (loss.suffix === '-wal' && loss.why !== 'was cut short' && isAlone)
      try {
        if (isCopied) closeConnection()
        else closeUncopied(closeConnection)
      } finally {
        logGuard.close()
        release()
      }
    },
  }
}

const fileTrouble = (name: string, why: string): string =>
  `${name} ${why} while it was in use: nothing more is written. Put the file back that was there, or stop Vigie, restore a backup with vigie restore FILE, and start again.`

const logTrouble = (name: string, { suffix, why }: LogLoss): string =>
  `${name}${suffix} ${why} while it was in use: nothing more is written. Put the file back that was there, or stop Vigie and start it again; what is missing then is in the copy beside it or in a backup, which vigie restore FILE brings back.`

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
