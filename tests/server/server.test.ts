import type { HeartbeatSignal } from '../../collector/core/monitoring/heartbeat.ts'
import { connect } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { sampleSnapshot } from '../../src/renderer/sample.ts'
import { createCollectorMetrics } from '../../collector/server/collector-metrics.ts'
import { fakeClock } from '../fake-clock.ts'
import { aHeartbeat, aServer, aSite, ask, rawRequest } from './builders.ts'

test('/healthz says that the process answers, /readyz whether it does its work and why not', async () => {
  const server = await aServer({
    readiness: () => ({ ok: false, reasons: ['storing: the disk is full'], warnings: ['a word'] }),
  })
  expect((await ask(server, '/healthz')).body.toString()).toBe('ok\n')
  const ready = await ask(server, '/readyz')
  expect([ready.status, JSON.parse(ready.body.toString())]).toEqual([
    503,
    { ok: false, reasons: ['storing: the disk is full'], warnings: ['a word'] },
  ])
  expect(ready.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  expect((await ask(await aServer(), '/readyz')).status).toBe(200)
  expect((await ask(server, '/healthz', { method: 'HEAD' })).status).toBe(200)
  expect((await ask(server, '/readyz', { method: 'POST' })).status).toBe(405)
})

test('/metrics counts what the collector did', async () => {
  const metrics = createCollectorMetrics()
  metrics.recordCheck('http', { health: 'up', took: 12 })
  metrics.recordCheck('http', { health: 'down', took: 10_000 })
  metrics.recordTransition('down')
  metrics.recordPublication(35)
  metrics.setOpenIncidents(2)
  const { components } = sampleSnapshot()
  metrics.setComponents(components.slice(0, 2))
  metrics.setComponents([
    { ...components[0]!, regression: { ...components[0]!.regression, change: 0.25, level: 'warning' } },
    { ...components[1]!, objectives: { availability: null, response: null } },
  ])
  metrics.setLoad({ running: 3, waiting: 0 }, 7, 1.5)
  const lookedAt = 1_795_000_000_000
  metrics.readRegionsFrom(() => [
    { monitor: 'm', region: 'paris', health: 'up', lastAt: lookedAt },
    { monitor: 'm', region: 'oslo', health: 'down', lastAt: lookedAt + 500 },
    { monitor: 'm', region: 'rome', health: 'unknown', lastAt: null },
  ])
  const answer = await ask(await aServer({ metrics }), '/metrics')
  expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  const lines = answer.body.toString().split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'vigie_checks_total{kind="http",health="up"} 1',
      'vigie_checks_total{kind="http",health="down"} 1',
      'vigie_check_duration_seconds_bucket{le="0.025",kind="http"} 1',
      'vigie_transitions_total{health="down"} 1',
      'vigie_publish_duration_seconds_bucket{le="0.05"} 1',
      'vigie_incidents_open 2',
      `vigie_component_response_regression_ratio{component="${components[0]!.id}"} 0.25`,
      `vigie_component_availability_ratio{component="${components[1]!.id}"} ${components[1]!.month.availability}`,
      'vigie_checks_unstored 7',
      'vigie_publish_age_seconds 1.5',
      'vigie_region_health{monitor="m",region="paris"} 1',
      'vigie_region_health{monitor="m",region="oslo"} 0',
      'vigie_region_last_check_timestamp_seconds{monitor="m",region="oslo"} 1795000000.5',
    ]),
  )
  expect(lines.filter((line) => line.includes('region="rome"'))).toEqual([])
  expect(answer.body.toString()).toContain('nodejs_eventloop_lag_seconds')
  // promtool refuses them.
  expect(answer.body.toString()).not.toMatch(/^# TYPE \S+_total gauge/m)
})

test('a heartbeat is taken at its address, by whatever method a job knows', async () => {
  const beats: string[] = []
  const heartbeats = {
    monitors: [aHeartbeat('tok-1', 'one'), aHeartbeat('tök/2', 'two')],
    record: async ({ id }: { id: string }, signal: HeartbeatSignal) => void beats.push(`${id} ${signal}`),
  }
  const server = await aServer({ heartbeats })
  expect((await ask(server, '/api/v1/heartbeats/tok-1')).body.toString()).toBe('ok\n')
  expect(
    (await ask(server, '/api/v1/heartbeats/tok-1/start', { method: 'POST', body: 'log of the job' })).status,
  ).toBe(200)
  expect((await ask(server, '/api/v1/heartbeats/t%C3%B6k%2F2/fail', { method: 'HEAD' })).status).toBe(200)
  for (const code of ['0', '3', '255'])
    expect((await ask(server, `/api/v1/heartbeats/tok-1/${code}`)).status).toBe(200)
  for (const code of ['256', '-1', '03', '1e1'])
    expect((await ask(server, `/api/v1/heartbeats/tok-1/${code}`)).status).toBe(404)
  expect(beats).toEqual(['one ok', 'one start', 'two fail', 'one ok', 'one 3', 'one 255'])
  const answer = await ask(server, '/api/v1/heartbeats/tok-1')
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(server.lines).toEqual([])
})

test('a wrong token, a wrong word and a missing one get the same answer', async () => {
  const server = await aServer({ heartbeats: { monitors: [aHeartbeat('tok-1')], record: async () => {} } })
  const answers = await Promise.all(
    ['wrong', 'tok-1/stop', 'wrong/fail', 'tok-1/fail/more', '', 'TOK-1', '%ff'].map((path) =>
      ask(server, `/api/v1/heartbeats/${path}`),
    ),
  )
  for (const { status, body } of answers) expect([status, body.toString()]).toEqual([404, 'not found\n'])
  expect((await ask(server, '/api/v1/heartbeats/tok-1', { method: 'DELETE' })).status).toBe(405)
})

test('a beat that could not be stored is refused, and the log does not hold its token', async () => {
  const server = await aServer({
    heartbeats: {
      monitors: [aHeartbeat('tok-1', 'backup')],
      record: () => Promise.reject(new Error('database or disk is full')),
    },
  })
  const answer = await ask(server, '/api/v1/heartbeats/tok-1')
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5'])
  expect(server.lines).toEqual(['heartbeat of backup not stored: database or disk is full'])
})

test('the body of a beat is not waited for, however long it is', async () => {
  const server = await aServer({ heartbeats: { monitors: [aHeartbeat('tok-1')], record: async () => {} } })
  const answer = await rawRequest(
    server.port,
    `POST /api/v1/heartbeats/tok-1 HTTP/1.1\r\nhost: x\r\ncontent-length: 999999999\r\n\r\n${'x'.repeat(1_000)}`,
  )
  expect(answer).toMatch(/^HTTP\/1\.1 200/)
})

test('errors of the API are problems a program can read, without the inside of ours', async () => {
  const server = await aServer({
    readiness: () => {
      throw new Error('inside')
    },
  })
  const missing = await ask(server, '/api/v1/nothing')
  expect([missing.status, missing.headers['content-type']]).toEqual([404, 'application/problem+json'])
  expect(JSON.parse(missing.body.toString())).toMatchObject({
    type: 'about:blank',
    status: 404,
    title: 'Not found',
  })
  const broken = await ask(server, '/readyz')
  expect(broken.status).toBe(500)
  expect(broken.body.toString()).not.toMatch(/inside|at .*\.ts/)
  expect(server.lines).toEqual(['GET request for a page failed: inside'])
})

test('a port that is taken is named, with what to do about it', async () => {
  const { port } = await aServer()
  await expect(aServer({ port })).rejects.toThrow(
    `port ${port} on 127.0.0.1 is already in use. Stop what uses it, or choose another with --port N`,
  )
  await expect(aServer({ host: '203.0.113.1' })).rejects.toThrow(
    /203\.0\.113\.1 is no address of this machine/,
  )
})

test('the address is one that a person can open', async () => {
  const server = await aServer()
  expect(server.url).toBe(`http://localhost:${server.port}`)
  expect(await (await fetch(`${server.url}/`)).text()).toBe('home')
})

test.each([
  ['a header bomb', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431/],
  ['garbage', '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n', /^HTTP\/1\.1 400/],
  ['a request without a host', 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n', /^HTTP\/1\.1 400/],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
    /^HTTP\/1\.1 400/,
  ],
  ['an odd host', 'GET / HTTP/1.1\r\nhost: a b/@c\r\nconnection: close\r\n\r\n', /^HTTP\/1\.1 400/],
  ['TRACE', 'TRACE / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', /^HTTP\/1\.1 (405|400|501)/],
])('%s is refused and the server goes on', async (_, request, answer) => {
  const server = await aServer()
  expect(await rawRequest(server.port, request)).toMatch(answer)
  expect((await ask(server, '/')).status).toBe(200)
})

test('closing waits for nobody longer than two seconds', async () => {
  const clock = fakeClock()
  const server = await aServer({ site: aSite({ 'index.html': 'home' }), clock })
  const idle = connect(server.port, '127.0.0.1')
  const slow = connect(server.port, '127.0.0.1', () => slow.write('GET / HTTP/1.1\r\nhost: x\r\nx-slow: '))
  for (const socket of [idle, slow]) socket.on('error', () => {})
  await Promise.all([idle, slow].map((socket) => once(socket, 'connect')))
  // Both are accepted before it: the server has answered one that came later.
  await ask(server, '/')
  const closing = server.close()
  await clock.advance(2_000)
  await closing
  await expect(ask(server, '/')).rejects.toThrow()
})

test('an outage sends a crowd, and everybody gets the page', async () => {
  const page = 'a line of the page\n'.repeat(5_000)
  const server = await aServer({ site: aSite({ 'index.html': page }) })
  const answers = await Promise.all(
    Array.from({ length: 300 }, () =>
      fetch(`${server.url}/`, { headers: { 'accept-encoding': 'br' } }).then((answer) => answer.text()),
    ),
  )
  expect(answers.every((text) => text === page)).toBe(true)
})
