import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import pg from 'pg'
import { openPostgresStore } from '../../collector/store/postgres/open-store.ts'
import { StoreError } from '../../collector/store/store.ts'
import { aCheck, allTime, anIncident, checkHistory, expectTrueRollups, start } from './builders.ts'
import { aPostgresLocation } from './postgres/schemas.ts'
import { noPostgres, type PostgresServer, startPostgres } from './postgres/server.ts'

describe.skipIf(noPostgres !== null)(noPostgres ?? 'a PostgreSQL in trouble', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.dispose())

  async function aStore() {
    const location = await aPostgresLocation(server)
    onTestFinished(location.dispose)
    return { location, store: await location.open() }
  }
  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error,
    )

  test('stopped: what is asked meanwhile is a transient error; started again, it goes on with all that was acknowledged', async () => {
    const { store } = await aStore()
    const checks = checkHistory(200)
    await store.commit({ checks: checks.slice(0, 100), incidents: [anIncident()] })
    await server.stop()
    for (const work of [
      () => store.commit({ checks: [checks[100]!] }),
      () => store.series(),
      () => store.read((reader) => reader.incidents()),
      () => store.checkWritable(),
    ]) {
      const error = await failureOf(work())
      expect(error).toBeInstanceOf(StoreError)
      expect(error).toMatchObject({ transient: true })
      expect(String(error)).not.toContain('secret-of-the-store')
    }
    await server.start()
    await store.commit({ checks: checks.slice(100) })
    expect(await store.checks('api-http', '', allTime)).toEqual(checks)
    expect(await store.incidents()).toEqual([anIncident()])
    await expectTrueRollups(store)
  })

  test('killed under load: nothing acknowledged is lost, and nothing is half there', async () => {
    const { store } = await aStore()
    const acknowledged: number[] = []
    let refused = 0
    const writing = (async () => {
      for (let n = 0; refused < 3; n++)
        try {
          await store.commit({
            checks: [aCheck({ at: start + n })],
            incidents: [anIncident({ id: `incident${String(n).padStart(4, '0')}` })],
          })
          acknowledged.push(n)
        } catch (error) {
          expect(error).toMatchObject({ transient: true })
          refused++
        }
    })()
    await expect.poll(() => acknowledged.length).toBeGreaterThan(20)
    await server.stop('immediate')
    await writing
    await server.start()
    const stored = (await store.checks('api-http', '', allTime)).map(({ at }) => at - start)
    expect(stored).toEqual(expect.arrayContaining(acknowledged))
    const incidents = (await store.incidents()).map(({ id }) => Number(id.slice(-4)))
    expect(incidents.toSorted((a, b) => a - b)).toEqual(stored)
    await expectTrueRollups(store)
  })

  test('a connection that is lost in the middle of a commit: nothing of it is there, and the next one gets through', async () => {
    const { location, store } = await aStore()
    await store.commit({ incidents: [anIncident()] })
    const blocker = new pg.Client(location.url)
    await blocker.connect()
    onTestFinished(() => blocker.end())
    await blocker.query('BEGIN')
    await blocker.query('SELECT FROM changes FOR UPDATE')
    // It has written all, and waits to count itself.
    const commit = failureOf(store.commit({ incidents: [anIncident({ version: 2 })], checks: [aCheck()] }))
    const waiting = async (): Promise<number[]> =>
      (
        await blocker.query<{ pid: number }>(
          "SELECT pid FROM pg_stat_activity WHERE application_name = 'vigie' AND wait_event_type = 'Lock'",
        )
      ).rows.map(({ pid }) => pid)
    await expect.poll(waiting).toHaveLength(1)
    await blocker.query('SELECT pg_terminate_backend($1)', await waiting())
    expect(await commit).toMatchObject({ transient: true })
    await blocker.query('ROLLBACK')
    expect(await store.incidents()).toEqual([anIncident()])
    expect(await store.checks('api-http', '', allTime)).toEqual([])
    await store.commit({ incidents: [anIncident({ version: 2 })], checks: [aCheck()] })
    expect((await store.incident(anIncident().id))?.version).toBe(2)
  })

  test.each([
    [
      'a database that is not there',
      (url: string) => url.replace(/\/vigie\b(?!:)/, '/nowhere'),
      'no such database',
      false,
    ],
    ['a server that is not there', (url: string) => url.replace(/:\d+\//, ':1/'), 'cannot be reached', true],
  ])('%s is refused in one line without the password', async (_, other, says, transient) => {
    const error = await failureOf(openPostgresStore(other(server.url)))
    expect(error).toMatchObject({ transient, message: expect.stringContaining(says) as string })
    expect(String(error)).not.toContain('secret-of-the-store')
  })
})
