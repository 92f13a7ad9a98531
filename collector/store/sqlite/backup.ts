import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import SQLite, { type Database } from 'better-sqlite3'
import type { BackupOptions, BackupFile } from '../backup.ts'
import { StoreError } from '../store.ts'
import { connectReadOnly } from './connect.ts'
import { storeError } from './errors.ts'

/** What a backup has beside the tables of a store. */
const backupTables = `
  CREATE TABLE backup_info (made_at INTEGER NOT NULL) STRICT;
  CREATE TABLE backup_files (
    path TEXT PRIMARY KEY,
    modified_at INTEGER NOT NULL,
    content BLOB NOT NULL
  ) STRICT;`
/** Takes that out again. */
export const dropBackupTables = 'DROP TABLE IF EXISTS backup_info; DROP TABLE IF EXISTS backup_files;'

/**
 * Copy a database while it is in use, with the operator's files in two tables of their own: one file, which any program
 * that reads SQLite can open. The copy appears under its name only when it is whole and on the disk.
 * @throws StoreError when it cannot be written, or is there already and may not be replaced; an older copy is then still there
 */
export async function backupTo(
  db: Database,
  file: string,
  target: string,
  { files = [], overwrite = false }: BackupOptions = {},
): Promise<void> {
  const partial = `${target}.partial`
  try {
    if (!existsSync(dirname(target))) throw refusal(`there is no folder ${dirname(target)}`, target)
    if (isSameFile(file, target)) throw refusal('it is the database itself. Name another file', target)
    if (!overwrite && existsSync(target)) throw existing(target)
    rmSync(partial, { force: true })
    await copyDatabase(db, file, partial)
    addFiles(partial, files)
    // Names and texts of what is not public yet, and the operator's configuration.
    chmodSync(partial, 0o600)
    sync(partial)
    if (overwrite) renameSync(partial, target)
    else placeNew(partial, target)
  } catch (error) {
    rmSync(partial, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw existing(target)
    if (code === undefined || code.startsWith('SQLITE_')) throw storeError(error, target)
    throw refusal(`(${code})`, target, error)
  }
}

/** One instant of a database, however long it takes: on a connection of its own, no write begins it again. */
async function copyDatabase(db: Database, file: string, target: string): Promise<void> {
  const source = db.memory ? db : connectReadOnly(file)
  try {
    if (source !== db) source.exec('BEGIN; SELECT count(*) FROM sqlite_schema;')
    await source.backup(target)
  } finally {
    if (source !== db) source.close()
  }
}

function addFiles(copy: string, files: readonly BackupFile[]): void {
  const db = new SQLite(copy)
  try {
    // Without a write-ahead log beside it: a backup is one file.
    db.pragma('journal_mode = DELETE')
    db.exec(dropBackupTables)
    db.exec(backupTables)
    db.prepare('INSERT INTO backup_info VALUES (?)').run(Date.now())
    const add = db.prepare('INSERT INTO backup_files VALUES (?, ?, ?)')
    for (const { path, modifiedAt, content } of files) add.run(path, Math.floor(modifiedAt), content)
  } finally {
    db.close()
  }
}

/** Give a file its name only if nobody has it. */
function placeNew(partial: string, target: string): void {
  try {
    linkSync(partial, target)
  } catch (error) {
    // A file system without hard links.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error
    if (existsSync(target)) throw existing(target)
    renameSync(partial, target)
    return
  }
  rmSync(partial)
}

function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((file) => statSync(file, { throwIfNoEntry: false }))
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

const refusal = (why: string, target: string, cause?: unknown): StoreError =>
  new StoreError(`${target} cannot be written: ${why}.`, { cause, transient: false })

const existing = (target: string): StoreError =>
  new StoreError(`${target} is there already. Add --force to replace it, or name another file.`, {
    transient: false,
  })
