import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { StoreError } from '../store.ts'
import { isSqlite, storeError } from './errors.ts'

/**
 * Make this process the only collector on a folder, until the returned function is called or the process ends, however
 * it ends: the lock is the operating system's, held through an SQLite file, so nothing stale can stay behind.
 *
 * @throws StoreError when another collector holds it
 */
export function lockFolder(dir: string): () => void {
  const file = join(dir, '.collector.lock')
  let db: SQLite.Database | null = null
  try {
    mkdirSync(dir, { recursive: true })
    db = new SQLite(file, { timeout: 0 })
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    const busy = (error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true
    if (!busy && isSqlite(error, 'SQLITE_')) throw storeError(error, file)
    throw new StoreError(
      busy
        ? `another collector is already running on ${dir}. Stop it first, or start this one with --data on a folder of its own.`
        : `${dir} cannot be written: ${(error as Error).message}. Name a folder that can with --data.`,
      { cause: error, transient: busy },
    )
  }
  return () => db.close()
}
