import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { gzipSync, brotliCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { probe } from '../../collector/probes/index.ts'
import { anHttp } from './monitors.ts'
import { endless, listening, raw, tcpServer, web } from './servers.ts'

const at = (port: number): string => `http://127.0.0.1:${port}/`
const mebibyte = 1_048_576

describe('an answer', () => {
  test('as expected in every way is up, with the time of each phase', async () => {
    const url = await web((_, response) => {
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
    const url = await web((_request, response) => response.writeHead(404, { 'x-a': 'y' }).end('not here'))
    const outcome = await probe(anHttp({ url, expect: wanted }))
    expect(outcome).toMatchObject({ health: 'down', fault: { code } })
    expect(outcome.fault?.detail).toContain(detail)
  })

  test('to HEAD has no body to wait for', async () => {
    const url = await web((_, response) => response.writeHead(200, { 'content-length': '500' }).end())
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
    const url = `http://127.0.0.1:${await listening(server)}/a?b=c#d`
    const monitor = anHttp({
      url,
      method: 'POST',
      headers: { 'X-Key': 'k' },
      body: 'hello',
      expect: { bodyContains: '"x-key":"k"' },
    })
    for (let time = 0; time < 3; time++) expect(await probe(monitor)).toMatchObject({ health: 'up' })
    expect(seen).toEqual(Array(3).fill('POST /a?b=c hello'))
    expect(connections).toBe(3)
  })

  test('by HTTP/1.0 that ends with the connection is an answer', async () => {
    const port = await raw(['HTTP/1.0 200 OK\r\n\r\nall fine'], { end: true })
    expect(await probe(anHttp({ url: at(port), expect: { bodyContains: 'all fine' } }))).toMatchObject({
      health: 'up',
    })
  })

  test('may be announced by interim ones', async () => {
    const port = await raw(
      ['HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'],
      { pause: 20 },
    )
    expect(await probe(anHttp({ url: at(port), expect: { bodyContains: 'ok' } }))).toMatchObject({
      health: 'up',
    })
  })

  test.each([
    ['gzip', gzipSync('{"a":1}')],
    ['br', brotliCompressSync('{"a":1}')],
  ])('compressed by %s although nobody asked is read all the same', async (encoding, body) => {
    const url = await web((_, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    )
    expect(await probe(anHttp({ url, expect: { json: [{ path: '$.a', equals: 1 }] } }))).toMatchObject({
      health: 'up',
    })
  })

  test('that says it is compressed and is not is against the protocol', async () => {
    const url = await web((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
    )
    const outcome = await probe(anHttp({ url, expect: { bodyContains: 'plain' } }))
    expect(outcome).toMatchObject({ health: 'down', fault: { code: 'protocol' } })
  })

  test('at [::1] is reached by IPv6 (skipped without IPv6)', async (context) => {
    const port = await listening(
      createServer((_, response) => response.end('six')),
      '::1',
    ).catch(() => null)
    if (port === null) return context.skip()
    const outcome = await probe(anHttp({ url: `http://[::1]:${port}/`, expect: { bodyContains: 'six' } }))
    expect(outcome).toMatchObject({ health: 'up' })
  })

  test('at a name with an address of each family is reached wherever somebody listens', async () => {
    const port = await listening(createServer((_, response) => response.end()))
    const outcome = await probe(anHttp({ url: `http://localhost:${port}/` }))
    expect(outcome).toMatchObject({ health: 'up' })
    expect(outcome.phases?.resolve).toBeGreaterThanOrEqual(0)
  })
})

/** Probe, and insist that it ended in time. */
const timely = async (url: string, timeout = 400, wanted = {}) => {
  const startedAt = performance.now()
  const outcome = await probe(anHttp({ url, timeout, expect: wanted }))
  expect(performance.now() - startedAt).toBeLessThan(timeout + 250)
  return outcome
}

describe('a peer that misbehaves', () => {
  test('by dripping its headers is cut off at the timeout', async () => {
    const port = await raw(['HTTP/1.1 200 OK\r\n', ...Array<string>(100).fill('x-a: b\r\n')], { pause: 30 })
    expect(await timely(at(port))).toMatchObject({ health: 'down', fault: { code: 'timeout' } })
  })

  test('by dripping its body is told apart from a silent one', async () => {
    const port = await raw(
      ['HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n', ...Array<string>(100).fill('x')],
      { pause: 30 },
    )
    expect(await timely(at(port))).toMatchObject({ health: 'down', fault: { code: 'too_long' } })
  })

  test('by chunks without end that come slowly', async () => {
    const port = await raw(
      ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', ...Array<string>(100).fill('1\r\nx\r\n')],
      { pause: 30 },
    )
    expect(await timely(at(port))).toMatchObject({ health: 'down', fault: { code: 'too_long' } })
  })

  test('by interim answers without end', async () => {
    const port = await raw(Array<string>(200).fill('HTTP/1.1 102 Processing\r\n\r\n'), { pause: 10 })
    expect(await timely(at(port))).toMatchObject({ health: 'down', fault: { code: 'timeout' } })
  })

  test('by a body without end is judged on its first MiB, and hung up on', async () => {
    const port = await endless('HTTP/1.1 200 OK\r\n\r\nstart', () => 'x'.repeat(65_536))
    const outcome = await timely(at(port), 2_000, { bodyContains: 'start' })
    expect(outcome).toMatchObject({ health: 'up' })
    const json = await timely(at(port), 2_000, { json: [{ path: '$.a', equals: 1 }] })
    expect(json).toMatchObject({
      health: 'down',
      fault: { code: 'json', detail: expect.stringContaining('1 MiB') },
    })
  })

  test('by a bomb of gzip is judged on its first MiB', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('start'), Buffer.alloc(200 * mebibyte, 'x')]))
    const before = process.memoryUsage().rss
    const url = await web((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    expect(await timely(url, 2_000, { bodyContains: 'start' })).toMatchObject({ health: 'up' })
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * mebibyte)
  })

  test('by a bomb of headers', async () => {
    const one = await raw([`HTTP/1.1 200 OK\r\nx-a: ${'b'.repeat(100_000)}\r\n\r\n`])
    expect(await timely(at(one))).toMatchObject({ health: 'down', fault: { code: 'protocol' } })
    const many = await endless('HTTP/1.1 200 OK\r\n', () => 'x-a: b\r\n'.repeat(1_000))
    expect(await timely(at(many))).toMatchObject({ health: 'down', fault: { code: 'protocol' } })
  })

  test('by hanging up without a word, or in the middle of one', async () => {
    const empty = await raw([], { end: true })
    expect(await timely(at(empty))).toMatchObject({ health: 'down', fault: { code: 'reset' } })
    const half = await raw(['HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'], { end: true })
    expect(await timely(at(half))).toMatchObject({ health: 'down', fault: { code: 'reset' } })
    const reset = await tcpServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')
        setTimeout(() => socket.resetAndDestroy(), 30)
      })
    })
    expect(await timely(at(reset))).toMatchObject({ health: 'down', fault: { code: 'reset' } })
    const atOnce = await tcpServer((socket) => void socket.resetAndDestroy())
    expect(await timely(at(atOnce))).toMatchObject({ health: 'down', fault: { code: 'reset' } })
  })

  test('is hung up on, so that nothing stays open', async () => {
    const open = new Set<Socket>()
    const port = await tcpServer((socket) => {
      open.add(socket.resume())
      socket.once('close', () => open.delete(socket))
    })
    const stop = new AbortController()
    const looks = [
      probe(anHttp({ url: at(port), timeout: 100 })),
      probe(anHttp({ url: at(port) }), { signal: stop.signal }),
    ]
    await expect.poll(() => open.size).toBe(2)
    stop.abort()
    await Promise.all(looks)
    await expect.poll(() => open.size).toBe(0)
  })

  test.each(['', 'connection: upgrade\r\nupgrade: websocket\r\n'])(
    'by switching to a protocol nobody asked for (%j)',
    async (headers) => {
      const port = await raw([`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`])
      expect(await timely(at(port))).toMatchObject({
        health: 'down',
        fault: { code: expect.stringMatching(/protocol|reset/) },
      })
    },
  )

  test('by contradictory lengths and by answering twice', async () => {
    const smuggler = await raw([
      'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc',
    ])
    expect((await timely(at(smuggler))).health).toBe('down')
    const twice = await raw(['HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 500 No\r\n\r\n'])
    expect(await timely(at(twice), 400, { bodyContains: 'ok' })).toMatchObject({ health: 'up' })
  })

  test('after all that, others are served as ever', async () => {
    const url = await web((_, response) => response.end('fine'))
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => probe(anHttp({ url, expect: { bodyContains: 'fine' } }))),
    )
    expect(outcomes.filter(({ health }) => health !== 'up')).toEqual([])
  })
})

describe('what a fault says', () => {
  test('is one line without control or bidirectional characters, at most 200 long', async () => {
    const url = await web((_, response) =>
      response.end(`\u202eevil\u0000\r\nINFO forged line\u001b[31m${'x'.repeat(500)}`),
    )
    const { fault } = await probe(anHttp({ url, expect: { bodyContains: 'fine' } }))
    expect(fault?.detail.length).toBeLessThanOrEqual(200)
    expect(fault?.detail).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })

  test('never repeats a credential, even when the peer echoes it', async () => {
    const url = await web((request, response) => response.end(request.headers.authorization))
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
