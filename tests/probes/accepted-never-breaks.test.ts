import fc from 'fast-check'
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { parseConfig } from '../../collector/config/load-config.ts'
import type { ActiveMonitor } from '../../collector/core/monitoring/monitor.ts'
import { probe } from '../../collector/probes/index.ts'
import { afterTest, listen } from './servers.ts'

/** Names that HTTP or WebSocket keep for themselves, and ordinary ones. */
const headerNames = fc.constantFrom(
  'connection',
  'Keep-Alive',
  'upgrade',
  'expect',
  'transfer-encoding',
  'te',
  'trailer',
  'content-length',
  'sec-websocket-protocol',
  'sec-websocket-key',
  'sec-websocket-extensions',
  'sec-websocket-version',
  'host',
  'cookie',
  'authorization',
  'date',
  'origin',
  'x-key',
  'proxy-authorization',
  'content-type',
)
const headers = fc.dictionary(
  headerNames,
  fc.oneof(fc.string({ maxLength: 12 }), fc.integer(), fc.boolean()),
  {
    maxKeys: 2,
  },
)
/** Characters an operator may well paste into an address, `%` without an escape among them. */
const part = fc.string({ unit: fc.constantFrom(...'aé%:@/?#[]{}|^ü+&=~ \\'), maxLength: 8 })
const userinfo = fc.string({ unit: fc.constantFrom(...'aé%:$!*(),;ü+&=~|^'), maxLength: 8 })
const address = fc.record({ user: userinfo, password: userinfo, path: part })

const monitors = (port: number) =>
  fc.oneof(
    fc.record(
      {
        kind: fc.constant('http'),
        url: address.map(
          ({ user, password, path }) => `http://${user}:${password}@127.0.0.1:${port}/${path}`,
        ),
        method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
        headers,
        body: fc.string({ maxLength: 10 }),
      },
      { requiredKeys: ['kind', 'url'] },
    ),
    fc.record(
      {
        kind: fc.constant('websocket'),
        url: address.map(({ user, path }) => `ws://${user}@127.0.0.1:${port}/${path}`),
        headers,
        send: fc.string({ maxLength: 10 }),
      },
      { requiredKeys: ['kind', 'url'] },
    ),
    fc.record({
      kind: fc.constant('tls'),
      host: fc.constant('127.0.0.1'),
      port: fc.constant(port),
      servername: part,
    }),
    fc.record({ kind: fc.constant('dns'), name: part, server: fc.constant(`127.0.0.1:${port}`) }),
  )

/** The monitor a configuration makes of it; null where the configuration is refused. */
function accepted(monitor: object): ActiveMonitor | null {
  const file = {
    page: { name: 'Acme' },
    components: [{ id: 'api', name: 'API', monitors: [{ ...monitor, timeout: '2s' }] }],
  }
  // Every JSON document is a YAML document.
  const loaded = parseConfig(JSON.stringify(file), 'status.yaml', {})
  return loaded.ok ? (loaded.config.components[0]!.monitors[0] as ActiveMonitor) : null
}

test('whatever the configuration accepts, no probe breaks of it', async () => {
  const server = createServer((_, response) => response.end('fine'))
  const webSockets = new WebSocketServer({ server })
  afterTest(() => webSockets.close())
  const port = await listen(server)
  let probed = 0
  await fc.assert(
    fc.asyncProperty(monitors(port), async (written) => {
      const monitor = accepted(written)
      // A name server that is no name server never answers: what matters is that it is asked.
      if (monitor === null) return
      probed++
      const { fault } = await probe({
        ...monitor,
        timeout: monitor.kind === 'dns' ? 20 : 2_000,
      })
      expect(fault?.code === 'internal' ? fault.detail : '').toBe('')
    }),
    { numRuns: 400 },
  )
  // Were nearly all of them refused, nothing would have been shown.
  expect(probed).toBeGreaterThan(50)
})
