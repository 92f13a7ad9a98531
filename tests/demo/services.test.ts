import { withBorrowedPorts } from '../../collector/demo/borrowed-ports.ts'
import { configOf } from '../config/builders.ts'
import { afterEach, expect, test } from 'vitest'
import type { DemoService } from '../../collector/core/config/config.ts'
import { type Services, startServices } from '../../collector/demo/services/index.ts'
import { probe } from '../../collector/probes/index.ts'
import { aDns, anHttp, aPrometheus, aTcp, aWebsocket } from '../probes/builders.ts'

const aService = (rest: Partial<DemoService>): DemoService => ({
  id: 'web',
  kind: 'http',
  port: 0,
  latency: 5,
  faults: [],
  ...rest,
})

let services: Services | null = null
const start = async (list: readonly DemoService[], clock: () => number = () => 0): Promise<Services> =>
  (services = await startServices(list, clock))
afterEach(async () => {
  await services?.close()
  services = null
})

const portOf = (id: string): number => Number(services?.addresses.get(id)?.split(':')[1])
const at = (id: string): string => services?.addresses.get(id) ?? ''
const url = (id: string): string => `http://127.0.0.1:${portOf(id)}/health`
const look = () => probe(anHttp({ url: url('web') }))
const always = (kind: 'error' | 'slow') => [{ kind, every: 1_000, after: 0, lasts: 1_000 }]

test('each kind answers its probe', async () => {
  const kinds = ['http', 'tcp', 'dns', 'websocket', 'prometheus'] as const
  await start(kinds.map((kind) => aService({ id: kind, kind })))
  const json = [
    { path: '$.status', equals: 'ok' },
    { path: '$.queue', condition: { operator: '==', value: 12 } as const },
  ]
  const outcomes = await Promise.all([
    probe(anHttp({ url: `http://${at('http')}/health`, expect: { json } })),
    probe(anHttp({ url: `http://${at('http')}/`, expect: { bodyContains: '<!doctype html>' } })),
    probe(aTcp({ port: portOf('tcp') })),
    probe(aDns({ server: at('dns'), expect: { records: ['203.0.113.7'] } })),
    probe(aWebsocket({ url: `ws://${at('websocket')}`, send: 'ping', expect: { bodyContains: 'pong' } })),
    probe(aPrometheus({ url: `http://${at('prometheus')}` })),
  ])
  expect(outcomes.filter(({ health }) => health !== 'up')).toEqual([])
  expect(outcomes).toHaveLength(6)
})

test('each kind says what it is told to say', async () => {
  await start([
    aService({ answer: '{"a":1}' }),
    aService({ id: 'dns', kind: 'dns', answer: '192.0.2.5' }),
    aService({ id: 'prom', kind: 'prometheus', answer: '7' }),
    aService({ id: 'ws', kind: 'websocket', answer: 'hello' }),
  ])
  const seven = { value: { operator: '==', value: 7 } } as const
  const outcomes = await Promise.all([
    probe(
      anHttp({ url: `http://${at('web')}/x`, expect: { header: { 'content-type': 'application/json' } } }),
    ),
    probe(aDns({ server: at('dns'), expect: { records: ['192.0.2.5'] } })),
    probe(aPrometheus({ url: `http://${at('prom')}`, expect: seven })),
    probe(aWebsocket({ url: `ws://${at('ws')}`, send: 'x', expect: { bodyContains: 'hello' } })),
  ])
  expect(outcomes.map(({ health }) => health)).toEqual(['up', 'up', 'up', 'up'])
})

test('a service is refused during the span and back after it, for real', async () => {
  let now = 500
  const faults = [{ kind: 'refused', every: 10_000, after: 1_000, lasts: 1_000 }] as const
  await start([aService({ faults })], () => now)
  expect(await look()).toMatchObject({ health: 'up' })
  now = 1_500
  await expect.poll(look).toMatchObject({ health: 'down', fault: { code: 'refused' } })
  now = 2_500
  await expect.poll(look).toMatchObject({ health: 'up' })
})

test('a failing service answers wrongly, a slow one late', async () => {
  await start([aService({ faults: always('error') }), aService({ id: 'slow', faults: always('slow') })])
  expect(await probe(anHttp({ url: url('web') }))).toMatchObject({
    health: 'down',
    fault: { code: 'status' },
  })
  const late = await probe(anHttp({ url: url('slow'), timeout: 4_000, expect: { degradedAbove: 2_000 } }))
  expect(late).toMatchObject({ health: 'degraded', fault: { code: 'slow' } })
  expect(late.took).toBeGreaterThanOrEqual(3_000)
})

test('a taken port is named, and nothing is left running', async () => {
  const first = await start([aService({})])
  const taken = aService({ id: 'second', port: portOf('web') })
  const free = aService({ id: 'free', port: 0 })
  await expect(startServices([free, taken], () => 0)).rejects.toThrow(
    new RegExp(`second cannot start: port ${taken.port} is already in use`),
  )
  expect(first.addresses.size).toBe(1)
})

test('a taken port is borrowed where that is asked for, and who asks at the old one asks at the new', async () => {
  await start([aService({})])
  const taken = portOf('web')
  const own = await startServices([aService({ id: 'second', port: taken })], () => 0, 'borrow')
  try {
    const borrowed = own.borrowedPorts.get(taken)
    expect(borrowed).toBeGreaterThan(0)
    expect(own.addresses.get('second')).toBe(`127.0.0.1:${borrowed}`)
    const config = configOf(`
page: { name: Acme }
components:
  - id: api
    name: API
    monitors:
      - { id: a, kind: http, url: 'http://127.0.0.1:${taken}/health' }
      - { id: b, kind: tcp, host: localhost, port: ${taken} }
      - { id: c, kind: dns, name: example.com, server: '127.0.0.1:${taken}' }
      - { id: d, kind: http, url: 'http://192.0.2.1:${taken}/health' }
`)
    expect(withBorrowedPorts(config, own.borrowedPorts).components[0]!.monitors).toMatchObject([
      { url: `http://127.0.0.1:${borrowed}/health` },
      { port: borrowed },
      { server: `127.0.0.1:${borrowed}` },
      { url: `http://192.0.2.1:${taken}/health` },
    ])
  } finally {
    await own.close()
  }
})
