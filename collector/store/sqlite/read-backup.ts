import { existsSync, rmSync, statSync } from 'node:fs'
import SQLite, { type Database } from 'better-sqlite3'
import { systemClock } from '../../time/system-clock.ts'
import type { BackupFile } from '../backup.ts'
import { StoreError } from '../store.ts'
import { dropBackupTables } from './backup.ts'
import { connect } from './connect.ts'
import { storeError } from './errors.ts'
import { requireOwnSchema } from './migrate.ts'

/** A backup that was verified. */
export type Backup = {
  /** ms; null for a plain copy of a database. */
  readonly madeAt: number | null
  readonly files: readonly BackupFile[]
  readonly incidents: number
  readonly maintenances: number
  /** The latest check in it, ms; null without any. */
  readonly lastCheckAt: number | null
  /** Write the database of it, brought to the newest schema, into a file that must not be there. Rejects with StoreError. */
  copyTo(target: string): Promise<void>
  close(): void
}

/**
 * Open a backup, or a plain copy of a database, and verify it from end to end.
 * @throws StoreError when it is missing, damaged, another program's or a newer Vigie's, or names files outside of the folder
 */
export function openBackup(file: string): Backup {
  if (!existsSync(file)) throw noBackup(`there is no ${file}`)
  if (!statSync(file).isFile()) throw noBackup(`${file} is not a file`)
  let db: Database | null = null
  try {
    const opened = (db = new SQLite(file, { readonly: true }))
    requireOwnSchema(opened, file)
    // What SQLite takes for a new database, as a file of no bytes, restores nothing.
    if (opened.pragma('user_version', { simple: true }) === 0) throw noBackup(`${file} is empty`)
    const integrity = opened.pragma('integrity_check(1)', { simple: true })
    if (integrity !== 'ok')
      throw new StoreError(`${file} is damaged (${String(integrity)}). Take an older backup.`, {
        transient: false,
      })
    const count = (table: string): number =>
      Number(opened.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
    return {
      ...contentOf(opened, file),
      incidents: count('incidents'),
      maintenances: count('maintenances'),
      lastCheckAt:
        opened.prepare<[], number | null>('SELECT max(latest_at) FROM series').pluck().get() ?? null,
      copyTo: (target) => copyTo(opened, target),
      close: () => void opened.close(),
    }
  } catch (error) {
    db?.close()
    throw storeError(error, file)
  }
}

const noBackup = (what: string): StoreError =>
  new StoreError(`${what}. Name a file that vigie backup wrote.`, { transient: false })

/** May a file of an operator be there? A backup made with bad intent may name a path elsewhere, or a database. */
const isOperatorPath = (path: string): boolean =>
  /^[^/\\\0:]+(?:\/[^/\\\0:]+)*$/.test(path) &&
  !path.split('/').some((part) => part === '.' || part === '..') &&
  !/^(?:site\/|\.releases\/|\.collector|status\.db)/i.test(path)

function contentOf(db: Database, file: string): Pick<Backup, 'madeAt' | 'files'> {
  const hasFiles = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'backup_files'").get() !== undefined
  if (!hasFiles) return { madeAt: null, files: [] }
  const rows = db
    .prepare<[], [string, number, Buffer]>(
      'SELECT path, modified_at, content FROM backup_files ORDER BY path',
    )
    .raw()
    .all()
  const files = rows.map(([path, modifiedAt, content]): BackupFile => {
    if (!isOperatorPath(path))
      throw new StoreError(
        `${file} names a file outside of the folder or one of Vigie's own: ${JSON.stringify(path)}. It is no backup of Vigie.`,
        {
          transient: false,
        },
      )
    return { path, modifiedAt, content }
  })
  return { madeAt: db.prepare<[], number>('SELECT made_at FROM backup_info').pluck().get() ?? null, files }
}

async function copyTo(source: Database, target: string): Promise<void> {
  try {
    await source.backup(target)
    const copy = new SQLite(target)
    try {
      copy.exec(dropBackupTables)
    } finally {
      copy.close()
    }
    const migrated = await connect(target, systemClock())
    migrated.pragma('wal_checkpoint(TRUNCATE)')
    migrated.close()
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(target + suffix, { force: true })
    throw storeError(error, target)
  }
}
