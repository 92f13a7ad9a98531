import { afterAll, beforeAll, describe } from 'vitest'
import { storeContract } from './contract.ts'
import { aPostgresLocation } from './postgres/schemas.ts'
import { noPostgres, type PostgresServer, startPostgres } from './postgres/server.ts'

describe.skipIf(noPostgres !== null)(noPostgres ?? 'with a server of its own', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.dispose())
  storeContract('PostgreSQL', () => aPostgresLocation(server))
})
