import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { StoreError } from '../store.ts'
import { storeError } from './errors.ts'

/**
 * Copy a database while it is in use. The copy appears under its name only when it is whole and on the disk, in place
 * of an older one.
 * @throws StoreError when it cannot be written; an older copy is then still there
 */
export async function backupTo(db: Database, target: string): Promise<void> {
  const partial = `${target}.partial`
  try {
    if (!existsSync(dirname(target)))
      throw new StoreError(`${target} cannot be written: there is no folder ${dirname(target)}.`, {
        transient: false,
      })
    rmSync(partial, { force: true })
    await db.backup(partial)
    const copy = openSync(partial, 'r+')
    fsyncSync(copy)
    closeSync(copy)
    renameSync(partial, target)
  } catch (error) {
    rmSync(partial, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined || code.startsWith('SQLITE_')) throw storeError(error, target)
    throw new StoreError(`${target} cannot be written (${code}).`, { cause: error, transient: false })
  }
}
