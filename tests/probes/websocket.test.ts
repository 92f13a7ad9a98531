import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { expect, test } from 'vitest'
import { probe } from '../../collector/probes/index.ts'
import { aWebsocket, probePatiently } from './builders.ts'
import { listen, httpServer, tcpServer } from './servers.ts'

const websocketServer = async (talk: (socket: WebSocket) => void): Promise<string> => {
  const server = createServer()
  new WebSocketServer({ server }).on('connection', talk)
  return `ws://127.0.0.1:${await listen(server)}/`
}

test('an open connection is enough where nothing is expected', async () => {
  const url = await websocketServer(() => {})
  expect(await probe(aWebsocket({ url }))).toMatchObject({ health: 'up' })
})

test('a server is told that the connection is closed in order', async () => {
  const codes: number[] = []
  const url = await websocketServer((socket) => {
    socket.send('hello')
    socket.on('close', (code) => codes.push(code))
  })
  expect(await probe(aWebsocket({ url, expect: { bodyContains: 'hello' } }))).toMatchObject({ health: 'up' })
  await expect.poll(() => codes).toEqual([1000])
})

test('a subprotocol named in the headers is asked for, and a fragment is not sent', async () => {
  const server = createServer()
  new WebSocketServer({ server, handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false) }).on(
    'connection',
    (socket, request) => socket.send(`${request.url} ${socket.protocol}`),
  )
  const url = `ws://127.0.0.1:${await listen(server)}/live#top`
  const headers = { 'sec-websocket-protocol': 'ocpp1.6, mqtt' }
  const monitor = aWebsocket({ url, headers, expect: { bodyMatches: '^/live mqtt$' } })
  expect(await probe(monitor)).toMatchObject({ health: 'up' })
})

/** What a server with this head, `ACCEPT` filled in, answers; then a message of `hello`. */
async function rawWebsocketServer(head: string): Promise<string> {
  const port = await tcpServer((socket) => {
    socket.once('data', (request: Buffer) => {
      const key = /sec-websocket-key: (\S+)/i.exec(request.toString())?.[1] ?? ''
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
      socket.write(
        Buffer.concat([
          Buffer.from(head.replace('ACCEPT', accept)),
          Buffer.of(0x81, 5),
          Buffer.from('hello'),
        ]),
      )
    })
  })
  return `ws://127.0.0.1:${port}/`
}

test.each([
  [
    'lines that end in LF',
    'HTTP/1.1 101 S\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: ACCEPT\n\n',
  ],
  [
    'white space before a colon',
    'HTTP/1.1 101 S\r\nUpgrade : websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept : ACCEPT\r\n\r\n',
  ],
  [
    'an interim answer before',
    'HTTP/1.1 103 E\r\n\r\nHTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ACCEPT\r\n\r\n',
  ],
  [
    'a version in small letters',
    'http/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ACCEPT\r\n\r\n',
  ],
  [
    '40 KB of headers',
    `HTTP/1.1 101 S\r\nX-Policy: ${'a'.repeat(40_000)}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ACCEPT\r\n\r\n`,
  ],
])('%s: a handshake that clients in general read opens a WebSocket', async (_, head) => {
  const monitor = aWebsocket({ url: await rawWebsocketServer(head), expect: { bodyMatches: '^hello$' } })
  expect(await probe(monitor)).toMatchObject({ health: 'up' })
})

test('other messages may come before the one that is expected', async () => {
  const url = await websocketServer((socket) => {
    socket.send('welcome')
    socket.on('message', () => socket.send('pong'))
  })
  const monitor = aWebsocket({ url, send: 'ping', expect: { bodyMatches: '^pong$' } })
  expect(await probe(monitor)).toMatchObject({ health: 'up' })
})

test('a message that never comes, and one that must not come, are down', async () => {
  const url = await websocketServer((socket) => socket.send('error: no room'))
  const never = await probePatiently(aWebsocket({ url, timeout: 200, expect: { bodyContains: 'pong' } }))
  expect(never).toMatchObject({
    health: 'down',
    fault: { code: 'body', detail: expect.stringContaining('no room') },
  })
  const bad = await probe(aWebsocket({ url, timeout: 600_000, expect: { bodyLacks: 'error' } }))
  expect(bad).toMatchObject({ health: 'down', fault: { code: 'body' } })
})

test('a server that does not open one, hangs up, or sends too much is down', async () => {
  const page = (await httpServer((_, response) => response.writeHead(404).end())).replace('http', 'ws')
  expect(await probe(aWebsocket({ url: page }))).toMatchObject({ health: 'down', fault: { code: 'status' } })
  const short = await websocketServer((socket) => socket.close(1011))
  const monitor = aWebsocket({ url: short, expect: { bodyContains: 'x' } })
  expect(await probe(monitor)).toMatchObject({ health: 'down', fault: { code: 'reset' } })
  const flood = await websocketServer((socket) => socket.send('x'.repeat(2_000_000)))
  const flooded = aWebsocket({ url: flood, expect: { bodyContains: 'y' } })
  expect(await probe(flooded)).toMatchObject({ health: 'down', fault: { code: 'protocol' } })
})
