import { createServer } from 'node:http'
import { gzipSync, brotliCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { probe } from './both-clients.ts'
import { anHttp } from './builders.ts'
import { listen, rawServer, httpServer } from './servers.ts'

const urlOf = (port: number): string => `http://127.0.0.1:${port}/`

describe('an answer', () => {
  test('as expected in every way is up, with the time of each phase', async () => {
    const url = await httpServer((_, response) => {
      response.setHeader('content-type', 'application/json; charset=utf-8')
      setTimeout(() => response.end('{"status":"ok","queue":[{"length":12}]}'), 30)
    })
    const outcome = await probe(
      anHttp({
        url: `${url}/health`,
        expect: {
          status: [[200, 204]],
          bodyContains: '"ok"',
          bodyLacks: 'error',
          bodyMatches: 'queue.*\\d+',
          json: [
            { path: '$.status', equals: 'ok' },
            { path: "$.queue[0]['length']", condition: { operator: '<', value: 100 } },
          ],
          header: { 'content-type': 'application/json' },
          within: 1_000,
          degradedAbove: 900,
        },
      }),
    )
    expect(outcome).toMatchObject({ health: 'up' })
    expect(outcome.phases?.connect).toBeGreaterThanOrEqual(0)
    expect(outcome.phases?.wait).toBeGreaterThanOrEqual(29)
    expect(outcome.phases?.transfer).toBeGreaterThanOrEqual(0)
    expect(outcome.phases?.resolve).toBeUndefined()
    expect(outcome.took).toBeGreaterThanOrEqual(29)
  })

  test.each([
    [
      'a status out of range',
      { status: [[200, 299]] as const },
      'status',
      'answered 404, expected 200 to 299',
    ],
    [
      'a missing header',
      { status: [[404, 404]] as const, header: { etag: 'x' } },
      'header',
      'the header etag is missing',
    ],
    [
      'a missing header with a name that every object has',
      { status: [[404, 404]] as const, header: JSON.parse('{"__proto__":"x"}') as Record<string, string> },
      'header',
      'the header __proto__ is missing',
    ],
    [
      'a header with another value',
      { status: [[404, 404]] as const, header: { 'x-a': 'z' } },
      'header',
      '"y", which lacks "z"',
    ],
    [
      'a text that is not there',
      { status: [[404, 404]] as const, bodyContains: 'fine' },
      'body',
      'does not contain "fine"',
    ],
    [
      'a text that must not be there',
      { status: [[404, 404]] as const, bodyLacks: 'here' },
      'body',
      'contains "here"',
    ],
    ['a pattern', { status: [[404, 404]] as const, bodyMatches: '^\\d+$' }, 'body', 'does not match'],
    [
      'no JSON',
      { status: [[404, 404]] as const, json: [{ path: '$.a', equals: 1 }] },
      'json',
      'not JSON: "not here"',
    ],
  ])('is down for %s', async (_, wanted, code, detail) => {
    const url = await httpServer((_request, response) =>
      response.writeHead(404, { 'x-a': 'y' }).end('not here'),
    )
    const outcome = await probe(anHttp({ url, expect: wanted }))
    expect(outcome).toMatchObject({ health: 'down', fault: { code } })
    expect(outcome.fault?.detail).toContain(detail)
  })

  test('to HEAD has no body to wait for', async () => {
    const url = await httpServer((_, response) => response.writeHead(200, { 'content-length': '500' }).end())
    expect(await probe(anHttp({ url, method: 'HEAD' }))).toMatchObject({ health: 'up' })
  })

  test('sends method, headers and body as written, each time on a fresh connection', async () => {
    const seen: string[] = []
    let connections = 0
    const server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => seen.push(`${request.method} ${request.url} ${chunk.toString()}`))
      request.on('end', () => response.end(JSON.stringify(request.headers)))
    })
    server.on('connection', () => connections++)
    const url = `http://127.0.0.1:${await listen(server)}/a?b=c#d`
    const monitor = anHttp({
      url,
      method: 'POST',
      headers: { 'X-Key': 'k' },
      body: 'hello',
      expect: { bodyContains: '"x-key":"k"' },
    })
    for (let time = 0; time < 3; time++) expect(await probe(monitor)).toMatchObject({ health: 'up' })
    // Each by both clients.
    expect(seen).toEqual(Array(6).fill('POST /a?b=c hello'))
    expect(connections).toBe(6)
  })

  test('by HTTP/1.0 that ends with the connection is an answer', async () => {
    const port = await rawServer(['HTTP/1.0 200 OK\r\n\r\nall fine'], { end: true })
    expect(await probe(anHttp({ url: urlOf(port), expect: { bodyContains: 'all fine' } }))).toMatchObject({
      health: 'up',
    })
  })

  test('may be announced by interim ones', async () => {
    const port = await rawServer(
      ['HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'],
      { pause: 20 },
    )
    expect(await probe(anHttp({ url: urlOf(port), expect: { bodyContains: 'ok' } }))).toMatchObject({
      health: 'up',
    })
  })

  test.each([
    ['gzip', gzipSync('{"a":1}')],
    ['br', brotliCompressSync('{"a":1}')],
  ])('compressed by %s although nobody asked is read all the same', async (encoding, body) => {
    const url = await httpServer((_, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    )
    expect(await probe(anHttp({ url, expect: { json: [{ path: '$.a', equals: 1 }] } }))).toMatchObject({
      health: 'up',
    })
  })

  test('that says it is compressed and is not is against the protocol', async () => {
    const url = await httpServer((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
    )
    const outcome = await probe(anHttp({ url, expect: { bodyContains: 'plain' } }))
    expect(outcome).toMatchObject({ health: 'down', fault: { code: 'protocol' } })
  })

  test('at [::1] is reached by IPv6 (skipped without IPv6)', async (context) => {
    const port = await listen(
      createServer((_, response) => response.end('six')),
      '::1',
    ).catch(() => null)
    if (port === null) return context.skip()
    const outcome = await probe(anHttp({ url: `http://[::1]:${port}/`, expect: { bodyContains: 'six' } }))
    expect(outcome).toMatchObject({ health: 'up' })
  })

  test('at a name with an address of each family is reached wherever somebody listens', async () => {
    const port = await listen(createServer((_, response) => response.end()))
    const outcome = await probe(anHttp({ url: `http://localhost:${port}/` }))
    expect(outcome).toMatchObject({ health: 'up' })
    expect(outcome.phases?.resolve).toBeGreaterThanOrEqual(0)
  })
})

describe('what a fault says', () => {
  test('is one line without control or bidirectional characters, at most 200 long', async () => {
    const url = await httpServer((_, response) =>
      response.end(`\u202eevil\u0000\r\nINFO forged line\u001b[31m${'x'.repeat(500)}`),
    )
    const { fault } = await probe(anHttp({ url, expect: { bodyContains: 'fine' } }))
    expect(fault?.detail.length).toBeLessThanOrEqual(200)
    expect(fault?.detail).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })

  test('never repeats a credential, even when the peer echoes it', async () => {
    const url = await httpServer((request, response) => response.end(request.headers.authorization))
    const headers = { authorization: 'Bearer s3cr3t-t0k3n' }
    const { fault } = await probe(anHttp({ url, headers, expect: { bodyContains: 'fine' } }))
    expect(fault?.code).toBe('body')
    expect(fault?.detail).not.toContain('s3cr3t')
  })

  test('of ours blames nobody', async () => {
    const outcome = await probe(anHttp({ url: 'http://127.0.0.1:1/', headers: { 'bad header': 'x' } }))
    const broken = await probe(anHttp({ url: 'not an address' }))
    expect([outcome.fault?.code, broken]).toMatchObject([
      'refused',
      { health: 'unknown', fault: { code: 'internal' } },
    ])
  })
})
