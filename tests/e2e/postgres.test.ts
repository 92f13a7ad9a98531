import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openPostgresStore } from '../../collector/store/postgres/open-store.ts'
import { allTime } from '../store/builders.ts'
import { aPostgresLocation } from '../store/postgres/schemas.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../store/postgres/server.ts'
import { aTarget, configWatching } from './http-target.ts'
import { aFolder, fetchPage, runVigie, startCollector, waitUntil } from './run-vigie.ts'

describe.skipIf(noPostgres !== null)(noPostgres ?? 'a collector on PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  // A test that fails while it is away must not take the next one with it.
  afterEach(() => server.start())
  afterAll(() => server.dispose())

  /** When the checks were made that a store has, ms. */
  async function checkedAt(url: string): Promise<readonly number[]> {
    const store = await openPostgresStore(url)
    try {
      return (await store.checks('api-http', '', allTime)).map(({ at }) => at)
    } finally {
      await store.close()
    }
  }

  test(
    'publishes what it is told; while the server is away the page stays, and nothing acknowledged is lost',
    { timeout: 300_000 },
    async () => {
      const { url: store } = await aPostgresLocation(server)
      const target = await aTarget()
      const folder = await aFolder(configWatching(target, `store: '${store}'`))
      const created = await runVigie(folder, ['token', 'create', '--name', 't', '--scope', 'notices'])
      const token = created.out.trim()
      const { url, stop, log } = await startCollector(folder)
      const open = (title: string): Promise<Response> =>
        fetch(`${url}/api/v1/incidents`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ title, body: 'b', components: {} }),
        })
      expect((await open('By the API')).status).toBe(201)
      const command = await runVigie(folder, ['incident', 'open', '--title', 'By a command', '--body', 'b'])
      expect(command.code).toBe(0)
      const isToldOf = (html: string): boolean => html.includes('By the API') && html.includes('By a command')
      await waitUntil(() => fetchPage(url), isToldOf)

      await server.stop()
      const stoppedAt = Date.now()
      const before = target.requestCount
      expect((await open('Lost')).status).toBe(503)
      // Who asks while it goes down is told that; a moment later nobody answers.
      await waitUntil(
        async () => await (await fetch(`${url}/readyz`)).text(),
        (text) => text.includes('"ok":false') && text.includes('cannot be reached'),
      )
      expect(await fetchPage(url)).toSatisfy(isToldOf)
      await waitUntil(
        async () => target.requestCount,
        (count) => count >= before + 3,
      )
      const startedAt = Date.now()
      await server.start()
      await waitUntil(
        () => fetch(`${url}/readyz`),
        (response) => response.status === 200,
      )
      expect((await open('Afterwards')).status).toBe(201)
      await waitUntil(
        () => fetchPage(url),
        (html) => html.includes('Afterwards'),
      )
      expect(await stop('SIGTERM')).toBe(0)
      // Checks that were made meanwhile waited in memory.
      expect((await checkedAt(store)).filter((at) => at > stoppedAt && at < startedAt)).not.toEqual([])
      const list = await runVigie(folder, ['incident', 'list', '--json'])
      for (const title of ['By the API', 'By a command', 'Afterwards']) expect(list.out).toContain(title)
      expect(list.out).not.toContain('Lost')
      expect(log()).not.toContain('secret-of-the-store')
      expect(existsSync(join(folder, 'status.db'))).toBe(false)
    },
  )

  test(
    'once and build work on it, history moves there and back, and what works on SQLite only says so',
    { timeout: 300_000 },
    async () => {
      const { url: store } = await aPostgresLocation(server)
      const target = await aTarget()
      const sqlite = await aFolder(configWatching(target))
      expect((await runVigie(sqlite, ['once'])).code).toBe(0)
      expect(
        (await runVigie(sqlite, ['incident', 'open', '--title', 'Moved along', '--body', 'b'])).code,
      ).toBe(0)
      const there = await runVigie(sqlite, ['store', 'copy', join(sqlite, 'status.db'), store])
      expect(there).toMatchObject({ code: 0, err: expect.stringContaining('they are equal') as string })
      expect(there.err).not.toContain('secret-of-the-store')

      const folder = await aFolder(configWatching(target, `store: '${store}'`))
      for (const args of [['once'], ['build']])
        expect(await runVigie(folder, args)).toMatchObject({ code: 0 })
      expect(await checkedAt(store)).toHaveLength(2)
      expect((await runVigie(folder, ['incident', 'list', '--json'])).out).toContain('Moved along')
      for (const args of [
        ['backup', join(folder, 'copy.db')],
        ['restore', join(sqlite, 'status.db')],
        ['discard-future'],
      ]) {
        const { code, err } = await runVigie(folder, args)
        expect(code).not.toBe(0)
        expect(err).toContain('vigie store copy')
        expect(err).not.toContain('secret-of-the-store')
      }
      const back = join(folder, 'back.db')
      expect((await runVigie(folder, ['store', 'copy', store, back])).code).toBe(0)
      const again = await runVigie(folder, ['store', 'copy', store, back])
      expect(again.code).not.toBe(0)
      expect(existsSync(back)).toBe(true)
    },
  )
})
