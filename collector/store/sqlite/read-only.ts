import { StoreError } from '../store.ts'
import type { StoreReader } from '../store.ts'
import { connectReadOnly } from './connect.ts'
import { storeError } from './errors.ts'
import { isNewestSchema } from './migrate.ts'
import { tableReader } from './reader.ts'
import { openTables } from './tables.ts'

/**
 * Read a database beside the process that writes it, without changing anything of it. Rejects with StoreError where it cannot be read,
 * or was written by another version of Vigie.
 */
export async function readSqliteStore<T>(
  file: string,
  work: (reader: StoreReader) => Promise<T>,
): Promise<T> {
  let db
  try {
    db = connectReadOnly(file)
  } catch (error) {
    throw storeError(error, file)
  }
  try {
    if (!isNewestSchema(db, file))
      throw new StoreError(`${file} was written by another version of Vigie. Start it once with this one.`, {
        transient: false,
      })
    const reader = tableReader(openTables(db), async (reading) => {
      try {
        return reading()
      } catch (error) {
        throw storeError(error, file)
      }
    })
    return await work(reader)
  } finally {
    db.close()
  }
}
