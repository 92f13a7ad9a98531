import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StoreError } from '../store.ts'
import type { Sql } from './sql.ts'

const folder = join(import.meta.dirname, 'migrations')

/** The steps of the schema, `0001_what.sql` and so on, in order. */
function ownMigrations(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .toSorted()
    .map((name, index) => {
      if (Number(name.slice(0, 4)) !== index + 1)
        throw new Error(`migration ${name} should be number ${index + 1}`)
      return readFileSync(join(folder, name), 'utf8')
    })
}

/**
 * Bring the tables to the newest schema. In a transaction; several processes may do so at once.
 *
 * @param name what the database is called in messages
 * @throws StoreError where a newer Vigie wrote it
 */
export async function migrate(sql: Sql, name: string): Promise<void> {
  const migrations = ownMigrations()
  const table = await sql.row<{ present: boolean }>(
    "SELECT to_regclass('vigie_migrations') IS NOT NULL AS present",
  )
  // Once there is nothing to do, no start needs a lock or the right to create tables.
  if (table?.present === true && (await versionOf(sql)) === migrations.length) return
  await sql.script('CREATE TABLE IF NOT EXISTS vigie_migrations (number integer PRIMARY KEY)')
  await sql.script('LOCK TABLE vigie_migrations IN EXCLUSIVE MODE')
  const version = await versionOf(sql)
  if (version > migrations.length)
    throw new StoreError(
      `${name} was written by a newer Vigie (schema ${version}, this one knows ${migrations.length}). Run that version, or restore an older dump.`,
      { transient: false },
    )
  for (const [index, script] of migrations.entries()) {
    if (index < version) continue
    await sql.script(script)
    await sql.run('INSERT INTO vigie_migrations VALUES ($1)', index + 1)
  }
}

const versionOf = async (sql: Sql): Promise<number> =>
  (await sql.row<{ version: number }>('SELECT coalesce(max(number), 0) AS version FROM vigie_migrations'))!
    .version
