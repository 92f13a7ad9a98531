import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { StoreError } from '../store.ts'

/** Marks a database as ours in its header: `Vigi` in ASCII. */
const applicationId = 0x56696769

/** A step of the schema: the SQL that leads from version `number - 1` to `number`. */
export type Migration = { readonly number: number; readonly sql: string }

/**
 * The migrations of a folder, `0001_what.sql` and so on.
 * @throws Error when a number is missing or there twice, for then nobody knows what a database holds.
 */
export function migrationsIn(folder: string): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .toSorted()
  return names.map((name, index) => {
    const number = Number(name.slice(0, 4))
    if (number !== index + 1) throw new Error(`migration ${name} should be number ${index + 1}`)
    return { number, sql: readFileSync(join(folder, name), 'utf8') }
  })
}

const ownMigrations = migrationsIn(join(import.meta.dirname, 'migrations'))

const numericPragma = (db: Database, pragma: string): number => Number(db.pragma(pragma, { simple: true }))

/**
 * The version of a database's schema; 0 for an empty one.
 * @throws StoreError when the file is another program's, or was written by a newer Vigie.
 */
export function requireOwnSchema(db: Database, file: string, newest = ownMigrations.length): number {
  const version = numericPragma(db, 'user_version')
  if (version > newest)
    throw new StoreError(
      `${file} was written by a newer Vigie (schema ${version}, this one knows ${newest}). Run that version, or restore an older backup.`,
      { transient: false },
    )
  const isOurs = numericPragma(db, 'application_id') === applicationId
  const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get())
  if (!isOurs && (version > 0 || tables > 0))
    throw new StoreError(
      `${file} is a SQLite database of another program. Move it away, or name another folder.`,
      { transient: false },
    )
  return version
}

/**
 * Bring a database to the newest schema, one transaction per migration; two programs may do so at once.
 * @throws StoreError when the file is another program's, or was written by a newer Vigie.
 */
export function migrate(db: Database, file: string, migrations: readonly Migration[] = ownMigrations): void {
  const newest = migrations.length
  const migrateOnce = db.transaction((): boolean => {
    // Read inside the transaction: another process may have been faster.
    const version = requireOwnSchema(db, file, migrations.length)
    const next = migrations[version]
    if (next === undefined) return false
    db.exec(next.sql)
    db.pragma(`application_id = ${applicationId}`)
    db.pragma(`user_version = ${next.number}`)
    return true
  })
  // Once there is nothing to do, no start takes the write lock.
  if (numericPragma(db, 'user_version') === newest && numericPragma(db, 'application_id') === applicationId)
    return
  while (migrateOnce.immediate());
}

/** Has a database the newest schema? @throws StoreError as `requireOwnSchema` does */
export const isNewestSchema = (db: Database, file: string): boolean =>
  requireOwnSchema(db, file) === ownMigrations.length
