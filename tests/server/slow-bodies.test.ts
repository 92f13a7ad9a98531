import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createHostGate } from '../../collector/deliveries/host-gate.ts'
import { createVapidKeys } from '../../collector/deliveries/push-request.ts'
import { createPublicAgent } from '../../collector/net/public-agent.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { createPushService } from '../../collector/subscriptions/push-service.ts'
import { systemClock } from '../../collector/time/system-clock.ts'
import { configOf } from '../config/builders.ts'
import { anApi } from './api-fixture.ts'
import { aServer, ask } from './builders.ts'

const config = configOf(
  "page: { name: Acme, url: 'https://status.example.com' }\ncomponents: [{ id: api, name: API }]",
)

/** A server that takes subscriptions of browsers. */
async function aSubscribableServer() {
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  const [clock, dispatcher] = [systemClock(), createPublicAgent()]
  onTestFinished(() => dispatcher.destroy())
  const service = createPushService({
    store,
    config,
    pageUrl: 'https://status.example.com',
    vapid: createVapidKeys(store),
    clock,
    dispatcher,
    gate: createHostGate(20),
    id: () => 'subscriber01',
    welcome: () => ({ title: 'Acme', body: 'Hello' }),
  })
  return aServer({ push: { service, pages: ['https://status.example.com/'], clock } })
}

/** Begin a request and send the first byte of its body. `network` is what a proxy says it comes from. */
async function beginPost(port: number, path: string, network: string, headers = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\nx-forwarded-for: ${network}\r\ncontent-type: application/json\r\n${headers}content-length: 100\r\n\r\n{`,
  )
  return socket
}

const wasAnswered = async (socket: Socket): Promise<string> =>
  ((await once(socket, 'data')) as [Buffer])[0].toString().slice(0, 12)

test('bodies of strangers that never end keep nobody from anything, also where all come through one proxy', async () => {
  const server = await aSubscribableServer()
  const push = (network: string) => beginPost(server.port, '/subscribe/push', network)
  const ofOne = await Promise.all(Array.from({ length: 30 }, () => push('203.0.113.7')))
  // All but those that may be on their way are answered at once.
  const refused = new Set<string>()
  let answered = 0
  await new Promise<void>((resolve) => {
    for (const socket of ofOne)
      void wasAnswered(socket).then((status) => {
        refused.add(status)
        if (++answered === 22) resolve()
      })
  })
  expect([...refused]).toEqual(['HTTP/1.1 429'])
  const malformed = { method: 'POST', body: '{}' }
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.8' }
  expect((await ask(server, '/subscribe/push', { ...malformed, headers })).status).toBe(400)
  // Many networks at once are stopped in all, and the page is there.
  const ofMany = await Promise.all(Array.from({ length: 90 }, (_, i) => push(`198.51.100.${i}`)))
  answered = 0
  await new Promise<void>((resolve) => {
    for (const socket of ofMany) void wasAnswered(socket).then(() => ++answered === 90 - 24 && resolve())
  })
  expect((await ask(server, '/')).status).toBe(200)
  for (const socket of [...ofOne, ...ofMany]) socket.destroy()
  // Who has left holds no place any more.
  await expect
    .poll(async () => (await ask(server, '/subscribe/push', { ...malformed, headers })).status)
    .toBe(400)
})

test('a client that leaves amid its body leaves no line in the log', async () => {
  const server = await aSubscribableServer()
  const api = await anApi()
  const authorization = `authorization: Bearer ${api.token}\r\n`
  for (const { port, path, headers, lines } of [
    { port: server.port, path: '/subscribe/push', headers: '', lines: server.lines },
    { port: api.port, path: '/api/v1/incidents', headers: authorization, lines: api.logLines },
  ]) {
    const socket = await beginPost(port, path, '203.0.113.7', headers)
    // The request is under way: one that came after it was answered.
    await ask({ port }, '/healthz')
    socket.destroy()
    await once(socket, 'close')
    await ask({ port }, '/healthz')
    await ask({ port }, '/healthz')
    expect(lines).toEqual([])
  }
})
