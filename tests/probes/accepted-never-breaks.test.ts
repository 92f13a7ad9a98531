import fc from 'fast-check'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { parseConfig } from '../../collector/config/load-config.ts'
import type { ActiveMonitor } from '../../collector/core/monitoring/monitor.ts'
import { probe } from '../../collector/probes/index.ts'
import { generatedMonitors } from './generated-monitors.ts'
import { afterTest, closedPort, listen } from './servers.ts'

/** More for a longer look: VIGIE_RUNS=20000 vitest run tests/probes/accepted-never-breaks.test.ts */
const runs = Number(process.env['VIGIE_RUNS'] ?? 400)

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

const locations: Readonly<Record<string, string>> = {
  '/to-utf8': '/é',
  '/to-loop': '/to-loop',
  '/to-odd': '/%zz?#a#b',
  '/to-away': 'http://user:100%@127.0.0.1:1/',
  '/to-bad': 'http://[',
  '/to-none': '',
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const location = locations[request.url ?? '']
  if (location !== undefined) response.writeHead(302, { location: Buffer.from(location).toString('latin1') })
  response.end('{"status": "ok", "list": [1], "data": {"resultType": "scalar", "result": [0, "1"]}}')
}

test(
  'whatever the configuration accepts, no probe breaks of it',
  { timeout: 120_000 + runs * 2_000 },
  async () => {
    const server = createServer(answer)
    const webSockets = new WebSocketServer({ server })
    afterTest(() => webSockets.close())
    const [port, closed] = [await listen(server), await closedPort()]
    const probed = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(generatedMonitors(port, closed), async (written) => {
        const monitor = accepted(written)
        if (monitor === null) return
        probed.set(monitor.kind, (probed.get(monitor.kind) ?? 0) + 1)
        // A name server that is no name server never answers, nor does a program that is not there: what matters is that they
        // are asked.
        const { fault } = await probe({
          ...monitor,
          timeout: monitor.kind === 'dns' ? 20 : 2_000,
        })
        const isProgramMissing =
          monitor.kind === 'ping' && /the program .* is missing/.test(fault?.detail ?? '')
        expect(fault?.code === 'internal' && !isProgramMissing ? fault.detail : '').toBe('')
      }),
      { numRuns: runs },
    )
    // Were nearly all of one kind refused, nothing would have been shown of it.
    for (const kind of ['http', 'websocket', 'tcp', 'tls', 'dns', 'ping', 'prometheus'])
      expect([kind, probed.get(kind) ?? 0]).toEqual([
        kind,
        expect.toSatisfy((count: number) => count > runs / 100),
      ])
  },
)
