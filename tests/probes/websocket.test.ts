import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { expect, test } from 'vitest'
import { probe } from '../../collector/probes/index.ts'
import { aWebsocket, probePatiently } from './builders.ts'
import { listen, httpServer } from './servers.ts'

const websocketServer = async (talk: (socket: WebSocket) => void): Promise<string> => {
  const server = createServer()
  new WebSocketServer({ server }).on('connection', talk)
  return `ws://127.0.0.1:${await listen(server)}/`
}

test('an open connection is enough where nothing is expected', async () => {
  const url = await websocketServer(() => {})
  expect(await probe(aWebsocket({ url }))).toMatchObject({ health: 'up' })
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
