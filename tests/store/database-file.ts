import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore, type SqliteOptions } from '../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../collector/store/store.ts'
import type { StoreLocation } from './contract/store-under-test.ts'

/** A database file in a folder of its own. */
export function aDatabaseFile(): StoreLocation & {
  readonly file: string
  open(options?: SqliteOptions): Promise<Store>
} {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-store-'))
  const file = join(folder, 'status.db')
  const opened: Store[] = []
  return {
    file,
    async open(options) {
      const store = await openSqliteStore(file, options)
      opened.push(store)
      return store
    },
    async dispose() {
      for (const store of opened) await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}
