import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createCollector } from '../../collector/app/collector.ts'
import { parseConfig } from '../../collector/config/load-config.ts'
import type { Config } from '../../collector/core/config/config.ts'
import type { HeartbeatMonitor } from '../../collector/core/monitoring/monitor.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { type FakeClock, fakeClock, settle } from '../fake-clock.ts'
import { afterTest, closedPort, listen } from '../probes/servers.ts'
import { loadSite } from '../src/site.ts'
import { acceptable, generatedConfigs } from './generated-configs.ts'

/** More for a longer look: VIGIE_RUNS=500 vitest run tests/app/generated-configs.test.ts */
const runs = Number(process.env['VIGIE_RUNS'] ?? 4)

/** What only a fault in the program says. */
const broken = /Error\b|Cannot read|is not a function|undefined|\bNaN\b|\[object|the probe broke|Invalid/

/** Let time pass until a promise has come to its end. */
async function passUntil<T>(clock: FakeClock, promise: Promise<T>): Promise<T> {
  let isOver = false
  const over = promise.finally(() => (isOver = true))
  over.catch(() => {})
  while (!isOver) {
    await clock.advance(250)
    await settle()
  }
  return over
}

/** Let a collector live for a minute by this configuration; resolves to what should not have been said. */
async function liveForAMinute(config: Config): Promise<readonly string[]> {
  const data = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
  const clock = fakeClock()
  const store = await openSqliteStore(join(data, 'status.db'), { timezone: config.page.timezone })
  try {
    const terminal = { data, configFile: join(data, 'status.yaml'), env: {}, out: () => {}, err: () => {} }
    const renderer = await loadSite()
    const context = { terminal: { ...terminal, interactive: false }, config, store, renderer, log }
    const collector = await createCollector({ ...context, demo: false, clock: { ...clock, lead: () => 0 } })
    const published = collector.start()
    const heartbeats = config.components
      .flatMap(({ monitors }) => monitors)
      .filter((monitor): monitor is HeartbeatMonitor => monitor.kind === 'heartbeat')
    for (let second = 0; second < 60; second++) {
      if (second === 20)
        for (const monitor of heartbeats) await passUntil(clock, collector.receiveHeartbeat(monitor, 'start'))
      await clock.advance(1_000)
      await settle(20)
    }
    await passUntil(clock, published)
    const troubles = [...collector.problems(), ...collector.warnings()]
    await passUntil(clock, collector.stop())
    return [...lines, ...troubles].filter((line) => broken.test(line) || line.startsWith('publishing'))
  } finally {
    await store.close()
    await rm(data, { recursive: true, force: true })
  }
}

test(
  'whatever the configuration accepts, a collector lives by it and publishes',
  { timeout: 600_000 + runs * 30_000 },
  async () => {
    const server = createServer((request, response) => {
      response.setHeader('x-echo', encodeURI(request.url ?? ''))
      response.end('{"status": "ok", "cpu": 12, "data": {"resultType": "scalar", "result": [0, "1"]}}')
    })
    const [port, closed] = [await listen(server), await closedPort()]
    afterTest(() => server.closeAllConnections())
    let lived = 0
    await fc.assert(
      fc.asyncProperty(generatedConfigs(port, closed), async (written) => {
        const kept = acceptable(written, (one) => {
          const read = parseConfig(JSON.stringify(one), 'status.yaml', {})
          return read.ok ? [] : read.problems.map(({ path }) => path)
        })
        const loaded = parseConfig(JSON.stringify(kept), 'status.yaml', {})
        if (!loaded.ok) return
        lived++
        expect(await liveForAMinute(loaded.config)).toEqual([])
      }),
      // A smaller example would be found in minutes: the first says enough.
      { numRuns: runs, endOnFailure: true },
    )
    // Were many of them refused, nothing would have been shown.
    expect(lived).toBeGreaterThan(runs / 2)
  },
)
