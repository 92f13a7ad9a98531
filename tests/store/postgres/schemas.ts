import pg from 'pg'
import { openPostgresStore, type PostgresOptions } from '../../../collector/store/postgres/open-store.ts'
import type { Store } from '../../../collector/store/store.ts'
import type { StoreLocation } from '../contract/store-under-test.ts'
import type { PostgresServer } from './server.ts'

let schemas = 0

/** The address of a schema of its own: as empty as a database, and made much faster. */
async function aSchema(server: PostgresServer): Promise<string> {
  const name = `test_${++schemas}`
  const client = new pg.Client(server.url)
  await client.connect()
  await client.query(`CREATE SCHEMA ${name}`)
  await client.end()
  return `${server.url}?options=-c%20search_path%3D${name}`
}

/** A place for stores on a server. */
export async function aPostgresLocation(server: PostgresServer): Promise<
  StoreLocation & {
    readonly url: string
    open(options?: PostgresOptions): Promise<Store>
  }
> {
  const url = await aSchema(server)
  const opened: Store[] = []
  return {
    url,
    async open(options) {
      const store = await openPostgresStore(url, options)
      opened.push(store)
      return store
    },
    async dispose() {
      for (const store of opened) await store.close()
    },
  }
}
