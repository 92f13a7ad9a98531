import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { pipeline, pipelinedPage, requests, startBareServer } from '../../bench/pipelining.ts'
import { trackConnections } from '../../collector/server/traffic/connections.ts'
import { anApi } from './api-fixture.ts'
import { aHeartbeat, aServer, aSite, ask, rawRequest } from './builders.ts'

test(
  'pipelined requests hold up everything else little longer than with bare node:http, and are all answered',
  { timeout: 300_000 },
  async () => {
    const server = await aServer({ site: aSite({ 'index.html': pipelinedPage }) })
    const bare = await startBareServer()
    onTestFinished(bare.close)
    // What else the machine does only ever adds to a delay: the shortest of many rounds is what the server itself takes.
    const [ours, theirs]: [number[], number[]] = [[], []]
    const ratio = (): number => Math.min(...ours) / Math.min(...theirs)
    for (let round = 1; round <= 5 || (ratio() >= 1.5 && round <= 50); round++) {
      const { delay, answers } = await pipeline(server.port)
      expect(answers).toBe(requests)
      ours.push(delay)
      theirs.push((await pipeline(bare.port)).delay)
    }
    expect(ratio()).toBeLessThan(1.5)
  },
)

test('pipelined requests are answered in their order, also behind one that takes its time', async () => {
  let release = (): void => {}
  const stored = new Promise<void>((resolve) => (release = resolve))
  const server = await aServer({ heartbeats: { monitors: [aHeartbeat('tok')], record: () => stored } })
  const answer = rawRequest(
    server.port,
    `POST /api/v1/heartbeats/tok HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nbody` +
      'GET /nothing HTTP/1.1\r\nhost: x\r\n\r\n' +
      'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
  )
  expect((await ask(server, '/')).status).toBe(200)
  release()
  expect((await answer).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200'])
})

test('thousands of quiet connections of one address shut nobody out', async () => {
  const server = await aServer()
  const quiet: Socket[] = []
  onTestFinished(() => quiet.forEach((socket) => socket.destroy()))
  const gone = new Set<Socket>()
  for (let i = 0; i < 1_500; i++) {
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.on('close', () => gone.add(socket))
    quiet.push(socket)
    await once(socket, 'connect')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(socket, 'data')
  }
  expect((await ask(server, '/')).status).toBe(200)
  expect(quiet.length - gone.size).toBeLessThanOrEqual(1_024)
  expect(gone.has(quiet.at(-1)!)).toBe(false)
})

test('where there are too many connections, the one idle for longest goes, never one being answered', () => {
  const closed: string[] = []
  const aSocket = (name: string, remoteAddress: string) =>
    ({ remoteAddress, once: () => {}, destroy: () => void closed.push(name) }) as unknown as Socket
  const connections = trackConnections({ total: 4, perAddress: 2 })
  const [a1, a2, a3] = ['a1', 'a2', 'a3'].map((name) => aSocket(name, '192.0.2.1')) as [
    Socket,
    Socket,
    Socket,
  ]
  connections.open(a1)
  connections.open(a2)
  connections.setBusy(a1, true)
  connections.open(a3)
  expect(closed).toEqual(['a2'])
  connections.setBusy(a3, true)
  connections.open(aSocket('a4', '192.0.2.1'))
  expect(closed).toEqual(['a2', 'a4'])
  connections.open(aSocket('b1', '192.0.2.2'))
  connections.open(aSocket('c1', '2001:db8::1'))
  connections.open(aSocket('d1', '192.0.2.4'))
  expect(closed).toEqual(['a2', 'a4', 'b1'])
  connections.setBusy(a1, false)
  connections.open(aSocket('c2', '2001:db8::2'))
  connections.open(aSocket('c3', '2001:db8:0:0:9::3'))
  expect(closed).toEqual(['a2', 'a4', 'b1', 'c1', 'd1'])
})

test('HTTP/1.0 needs no Host', async () => {
  const server = await aServer()
  expect(await rawRequest(server.port, 'OPTIONS / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 204/)
  expect(await rawRequest(server.port, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200/)
})

const many = (count: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, value]))

test.each([
  ['unknown keys', (count: number) => many(count, 1)],
  ['unknown components', (count: number) => ({ title: 't', body: 'b', components: many(count, 'degraded') })],
  ['unknown statuses', (count: number) => ({ title: 't', body: 'b', components: many(count, 'bad') })],
  [
    'unknown locales',
    (count: number) => ({ title: many(count, 'x'), body: 'b', components: { api: 'degraded' } }),
  ],
])('a list of errors stops after 20, and costs no more for a big body: %s', async (_, body) => {
  const { ask: askApi } = await anApi()
  for (const count of [100, 30_000]) {
    const answer = await askApi('POST', '/incidents', { json: body(count) })
    expect(answer.status).toBe(422)
    expect(answer.body.errors.length).toBeLessThanOrEqual(20)
  }
})
