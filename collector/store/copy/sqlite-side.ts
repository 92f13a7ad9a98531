import SQLite, { type Database } from 'better-sqlite3'
import { openSqliteStore } from '../sqlite/open-store.ts'
import { chunkSize, type CopiedRow, type CopySide } from './side.ts'
import type { CopiedTable } from './copied-table.ts'

const namesOf = (table: CopiedTable) => ({
  name: table.sqlite?.[''] ?? table.name,
  columns: Object.keys(table.columns).map((column) => table.sqlite?.[column] ?? column),
})

/** A SQLite file, made and brought to the newest schema if need be. @throws StoreError */
export async function openSqliteSide(file: string): Promise<CopySide> {
  await (await openSqliteStore(file)).close()
  const db = new SQLite(file)
  db.pragma('synchronous = FULL')
  return {
    zone: async () => db.prepare<[], string>('SELECT zone FROM settings').pluck().get()!,
    read: (table) => readChunks(db, table),
    async fill(zone, write) {
      db.exec('BEGIN IMMEDIATE')
      try {
        db.prepare('UPDATE settings SET zone = ?').run(zone)
        await write(async (table, rows) => {
          const { name, columns } = namesOf(table)
          const insert = db.prepare(
            `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
          )
          for (const row of rows) insert.run(...row)
        })
        db.exec('COMMIT')
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    close: async () => void db.close(),
  }
}

async function* readChunks(db: Database, table: CopiedTable): AsyncIterable<readonly CopiedRow[]> {
  const { name, columns } = namesOf(table)
  const select = db
    .prepare<[], CopiedRow>(`SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${table.key.join(', ')}`)
    .raw()
  let chunk: CopiedRow[] = []
  for (const row of select.iterate()) {
    chunk.push(row)
    if (chunk.length < chunkSize) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
