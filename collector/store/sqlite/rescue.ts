import { renameSync, rmSync } from 'node:fs'
import SQLite, { type Database } from 'better-sqlite3'
import type { FileGuard } from './file-guard.ts'

/** Keeps what a connection has open of a database that was deleted or replaced. */
type Rescue = {
  /** Begin to copy it, once. Never throws. */
  begin(): void
  /** The copy; null while there is none, or when it could not be made. */
  file(): string | null
  settled(): Promise<void>
}

/**
 * A deleted file lives as long as a connection has it open: all that was ever acknowledged is in it and in its write-ahead
 * log. It is copied to a name of its own beside the lost one.
 */
export function rescueDatabase(
  db: Database,
  file: string,
  guard: Pick<FileGuard, 'removeOwnLog' | 'isOverwritten'>,
): Rescue {
  let begun: Promise<void> | null = null
  let copy: string | null = null

  async function rescue(): Promise<void> {
    // A process that opens the other file must not find the log of this one beside it.
    const overwritten = guard.isOverwritten()
    guard.removeOwnLog()
    if (overwritten) return
    const target = `${file}.rescued-${new Date().toISOString().replace(/[:.]/g, '-')}`
    const partial = `${target}.partial`
    try {
      await db.backup(partial)
      if (!isWhole(partial)) throw new Error('the copy is damaged')
      renameSync(partial, target)
      copy = target
    } catch {
      // A full disk, or a log that another process has written over: there is nothing whole to keep.
      rmSync(partial, { force: true })
    } finally {
      // A read-only connection leaves these behind.
      for (const suffix of ['-wal', '-shm']) rmSync(partial + suffix, { force: true })
    }
  }
  return {
    begin: () => void (begun ??= rescue()),
    file: () => copy,
    async settled() {
      await begun
    },
  }
}

function isWhole(file: string): boolean {
  const copy = new SQLite(file, { readonly: true })
  try {
    return copy.pragma('quick_check', { simple: true }) === 'ok'
  } finally {
    copy.close()
  }
}
