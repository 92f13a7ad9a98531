import Database from 'better-sqlite3'
import { Conflict, StoreError } from '../store.ts'

/** What each kind of SQLite error means to the operator, by the beginning of its code; the first that fits counts. */
const meanings: readonly (readonly [code: string, says: string, transient: boolean])[] = [
  ['SQLITE_FULL', 'the disk is full. Make room: a collector that runs goes on by itself', true],
  ['SQLITE_IOERR', 'the disk cannot be read or written. It goes on by itself once it can', true],
  ['SQLITE_BUSY', 'another program is writing to it and does not let go', true],
  ['SQLITE_LOCKED', 'another program is writing to it and does not let go', true],
  ['SQLITE_NOMEM', 'there is not enough memory', true],
  ['SQLITE_CANTOPEN', 'it cannot be opened. Check that its folder exists and may be written to', true],
  ['SQLITE_READONLY', 'it may not be written to. Check owner and rights of the file and its folder', false],
  ['SQLITE_PERM', 'it may not be opened. Check owner and rights of the file and its folder', false],
  ['SQLITE_AUTH', 'it may not be opened. Check owner and rights of the file and its folder', false],
  ['SQLITE_NOTADB', 'it is not a SQLite database. Move it away, or put a backup in its place', false],
  ['SQLITE_CORRUPT', 'it is damaged. Put a backup in its place', false],
]

/** Is it an error of SQLite whose code begins like this? */
export const isSqlite = (error: unknown, code: string): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith(code)

/** What a store throws for an error met while it worked on `file`: StoreError where the disk is to blame, else itself. */
export function storeError(error: unknown, file: string): unknown {
  if (error instanceof StoreError || error instanceof Conflict) return error
  if (error instanceof TypeError && error.message.includes('connection is not open'))
    return new StoreError(`${file} has been closed.`, { cause: error, transient: false })
  if (!(error instanceof Database.SqliteError)) return error
  const { code } = error
  const meaning = meanings.find(([prefix]) => code.startsWith(prefix))
  if (meaning === undefined) return error
  return new StoreError(`${file}: ${meaning[1]} (${code}).`, { cause: error, transient: meaning[2] })
}
