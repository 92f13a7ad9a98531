import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aServer, aSite, ask } from './builders.ts'

const long = 'a line of the page\n'.repeat(200)

/** A site whose files are so old that their answers are prepared. */
function anOldSite(files: Readonly<Record<string, string>>): string {
  const site = aSite(files)
  for (const file of Object.keys(files)) utimesSync(join(site, file), 1_700_000_000, 1_700_000_000)
  return site
}

describe('an answer from memory is that of the whole way', () => {
  test.each<readonly [string, { method?: string; headers?: Record<string, string> }]>([
    ['without a wish', {}],
    ['compressed by gzip', { headers: { 'accept-encoding': 'gzip' } }],
    ['by the best a browser takes', { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } }],
    ['as it is', { headers: { 'accept-encoding': 'identity;q=1, *;q=0' } }],
    ['to HEAD', { method: 'HEAD', headers: { 'accept-encoding': 'br' } }],
    ['to a client that has some version', { headers: { 'if-none-match': '*' } }],
    ['to a client that has another', { headers: { 'if-none-match': '"other"' } }],
    [
      'to a client that has had it since',
      { headers: { 'if-modified-since': 'Sun, 01 Nov 2026 12:00:00 GMT' } },
    ],
    ['to a client that had it before', { headers: { 'if-modified-since': 'Mon, 01 Nov 2010 12:00:00 GMT' } }],
  ])('%s', async (_, request) => {
    const server = await aServer({ site: anOldSite({ 'page.html': long, 'a/index.html': 'short' }) })
    for (const [plain, whole] of [
      ['/page.html', '/%70age.html'],
      ['/a/', '/%61/'],
    ] as const) {
      // What is compressed is so for the first who asks.
      await ask(server, whole, request)
      const direct = await ask(server, plain, request)
      const byRoutes = await ask(server, whole, request)
      const { date: _date, ...headers } = direct.headers
      const { date: _other, ...others } = byRoutes.headers
      expect({ ...direct, headers }).toEqual({ ...byRoutes, headers: others })
    }
  })

  test('unchanged to a client that sends its tag', async () => {
    const server = await aServer({ site: anOldSite({ 'index.html': long }) })
    const headers = { 'accept-encoding': 'gzip' }
    await ask(server, '/', { headers })
    const { etag = '' } = (await ask(server, '/', { headers })).headers
    const answer = await ask(server, '/', { headers: { ...headers, 'if-none-match': etag } })
    expect([answer.status, answer.body.length, answer.headers['etag']]).toEqual([304, 0, etag])
  })
})

test('a file of the site never stands before an address of the collector', async () => {
  const server = await aServer({ site: anOldSite({ healthz: 'file', metrics: 'file', 'api/v1/x': 'file' }) })
  for (const path of ['/healthz', '/metrics', '/api/v1/x'])
    expect((await ask(server, path)).body.toString(), path).not.toBe('file')
})
