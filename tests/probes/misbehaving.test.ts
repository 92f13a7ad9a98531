import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { probe as probeOnce } from '../../collector/probes/index.ts'
import { probe, probePatiently } from './both-clients.ts'
import { anHttp } from './builders.ts'
import { endlessServer, rawServer, tcpServer, httpServer } from './servers.ts'

const urlOf = (port: number): string => `http://127.0.0.1:${port}/`
const mebibyte = 1_048_576

/** Probe a peer that by itself would not end before the test does. */
const probeUntilTimeout = (url: string, timeout = 1_000, expected = {}) =>
  probePatiently(anHttp({ url, timeout, expect: expected }))

describe('a peer that misbehaves', () => {
  test('by dripping its headers is cut off at the timeout', async () => {
    const port = await rawServer(['HTTP/1.1 200 OK\r\n', ...Array<string>(10_000).fill('x-a: b\r\n')], {
      pause: 30,
    })
    expect(await probe(anHttp({ url: urlOf(port), timeout: 1_000 }))).toMatchObject({
      health: 'down',
      fault: { code: 'timeout' },
    })
  })

  test('by dripping its body is told apart from a silent one', async () => {
    const port = await rawServer(
      ['HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n', ...Array<string>(10_000).fill('x')],
      { pause: 30 },
    )
    expect(await probeUntilTimeout(urlOf(port))).toMatchObject({
      health: 'down',
      fault: { code: 'too_long' },
    })
  })

  test('by chunks without end that come slowly', async () => {
    const port = await rawServer(
      ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', ...Array<string>(10_000).fill('1\r\nx\r\n')],
      { pause: 30 },
    )
    expect(await probeUntilTimeout(urlOf(port))).toMatchObject({
      health: 'down',
      fault: { code: 'too_long' },
    })
  })

  test('by interim answers without end', async () => {
    const port = await rawServer(Array<string>(10_000).fill('HTTP/1.1 102 Processing\r\n\r\n'), { pause: 10 })
    expect(await probe(anHttp({ url: urlOf(port), timeout: 1_000 }))).toMatchObject({
      health: 'down',
      fault: { code: 'timeout' },
    })
  })

  test('by a body without end is judged on its first MiB, and hung up on', async () => {
    const port = await endlessServer('HTTP/1.1 200 OK\r\n\r\nstart', () => 'x'.repeat(65_536))
    const outcome = await probeUntilTimeout(urlOf(port), 2_000, { bodyContains: 'start' })
    expect(outcome).toMatchObject({ health: 'up' })
    const json = await probeUntilTimeout(urlOf(port), 2_000, { json: [{ path: '$.a', equals: 1 }] })
    expect(json).toMatchObject({
      health: 'down',
      fault: { code: 'json', detail: expect.stringContaining('1 MiB') },
    })
  })

  test('by a bomb of gzip is judged on its first MiB', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('start'), Buffer.alloc(200 * mebibyte, 'x')]))
    const before = process.memoryUsage().rss
    const url = await httpServer((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    )
    expect(await probeUntilTimeout(url, 2_000, { bodyContains: 'start' })).toMatchObject({ health: 'up' })
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * mebibyte)
  })

  test('by a bomb of headers', async () => {
    const one = await rawServer([`HTTP/1.1 200 OK\r\nx-a: ${'b'.repeat(100_000)}\r\n\r\n`])
    expect(await probeUntilTimeout(urlOf(one))).toMatchObject({ health: 'down', fault: { code: 'protocol' } })
    const many = await endlessServer('HTTP/1.1 200 OK\r\n', () => 'x-a: b\r\n'.repeat(1_000))
    expect(await probeUntilTimeout(urlOf(many))).toMatchObject({
      health: 'down',
      fault: { code: 'protocol' },
    })
  })

  test('by hanging up without a word, or in the middle of one', async () => {
    const empty = await rawServer([], { end: true })
    expect(await probeUntilTimeout(urlOf(empty))).toMatchObject({ health: 'down', fault: { code: 'reset' } })
    const half = await rawServer(['HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'], { end: true })
    expect(await probeUntilTimeout(urlOf(half))).toMatchObject({ health: 'down', fault: { code: 'reset' } })
    const reset = await tcpServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')
        setTimeout(() => socket.resetAndDestroy(), 30)
      })
    })
    expect(await probeUntilTimeout(urlOf(reset))).toMatchObject({ health: 'down', fault: { code: 'reset' } })
    const atOnce = await tcpServer((socket) => void socket.resetAndDestroy())
    expect(await probeUntilTimeout(urlOf(atOnce))).toMatchObject({ health: 'down', fault: { code: 'reset' } })
  })

  test('is hung up on, so that nothing stays open', async () => {
    const open = new Set<Socket>()
    let connections = 0
    const port = await tcpServer((socket) => {
      connections++
      open.add(socket.resume())
      socket.once('close', () => open.delete(socket))
    })
    for (const fullClient of [true, false]) {
      connections = 0
      for (let timeout = 100; connections === 0; timeout *= 4)
        await probeOnce(anHttp({ url: urlOf(port), timeout }), { fullClient })
      await expect.poll(() => open.size).toBe(0)
      const stop = new AbortController()
      const probing = probeOnce(anHttp({ url: urlOf(port), timeout: 600_000 }), {
        fullClient,
        signal: stop.signal,
      })
      await expect.poll(() => open.size).toBe(1)
      stop.abort()
      await probing
      await expect.poll(() => open.size).toBe(0)
    }
  })

  test.each(['', 'connection: upgrade\r\nupgrade: websocket\r\n'])(
    'by switching to a protocol nobody asked for (%j)',
    async (headers) => {
      const port = await rawServer([`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`])
      expect(await probeUntilTimeout(urlOf(port))).toMatchObject({
        health: 'down',
        fault: { code: expect.stringMatching(/protocol|reset/) },
      })
    },
  )

  test('by contradictory lengths and by answering twice', async () => {
    const smuggler = await rawServer([
      'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc',
    ])
    expect((await probeUntilTimeout(urlOf(smuggler))).health).toBe('down')
    const twice = await rawServer(['HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 500 No\r\n\r\n'])
    expect(await probeUntilTimeout(urlOf(twice), 400, { bodyContains: 'ok' })).toMatchObject({ health: 'up' })
  })

  test('after all that, others are served as ever', async () => {
    const url = await httpServer((_, response) => response.end('fine'))
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => probe(anHttp({ url, expect: { bodyContains: 'fine' } }))),
    )
    expect(outcomes.filter(({ health }) => health !== 'up')).toEqual([])
  })
})
