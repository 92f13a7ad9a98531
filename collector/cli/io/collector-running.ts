import { existsSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'

/** Does a collector run on this folder? It holds the folder's lock for as long as it lives (store/sqlite/lock.ts). */
export function isCollectorRunning(data: string): boolean {
  const lockFile = join(data, '.collector.lock')
  if (!existsSync(lockFile)) return false
  let db: SQLite.Database | null = null
  try {
    db = new SQLite(lockFile, { readonly: true, timeout: 0 })
    db.prepare('SELECT count(*) FROM sqlite_master').get()
    return false
  } catch (error) {
    return (error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true
  } finally {
    db?.close()
  }
}
