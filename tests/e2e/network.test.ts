import { type Server, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { aTarget } from './http-target.ts'
import { aFolder, fetchPage, letPass, startCollector, waitUntil, runVigie } from './run-vigie.ts'

/** Something that shows we have a network, while it is there. */
async function aBeacon() {
  let server: Server | null = null
  let port = 0
  const open = async (): Promise<void> => {
    server = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  const close = (): void => void server?.close()
  await open()
  onTestFinished(close)
  return { address: `tcp://127.0.0.1:${port}`, open, close }
}

test(
  'a network that goes and comes back leaves a gap, one line for each, and no incident',
  { timeout: 300_000 },
  async () => {
    const beacon = await aBeacon()
    const [far, near] = [await aTarget(), await aTarget()]
    const folder = await aFolder(`
page: { name: Example, locale: en, timezone: UTC }
defaults: { every: 1s, timeout: 10s, confirm: { failures: 1, successes: 1, retry_every: 200ms } }
connectivity: { any_of: ['${beacon.address}'] }
components:
  - { id: far, name: Far, monitors: [{ id: far, kind: http, url: 'http://127.0.0.1:${far.port}/' }] }
  - { id: near, name: Near, monitors: [{ id: near, kind: http, url: 'http://127.0.0.1:${near.port}/' }] }
`)
    const { url, stop, log } = await startCollector(folder)
    const countOf = (what: string): number => log().split(what).length - 1
    await waitUntil(
      () => fetchPage(url),
      (html) => html.includes('banner s-operational'),
    )
    beacon.close()
    far.status = 500
    await waitUntil(
      () => fetch(`${url}/readyz`),
      (answer) => answer.status === 503,
    )
    const asked = far.requestCount
    await waitUntil(
      async () => far.requestCount,
      (count) => count >= asked + 2,
    )
    far.status = 200
    await beacon.open()
    await waitUntil(
      () => fetch(`${url}/readyz`),
      (answer) => answer.status === 200,
    )
    await waitUntil(
      () => fetchPage(url),
      (html) => html.includes('banner s-operational'),
    )
    expect(countOf('network unreachable: none')).toBe(1)
    expect(countOf('network reachable again')).toBe(1)
    expect(countOf('is down')).toBe(0)
    expect(await fetchPage(`${url}/history/`)).not.toMatch(/incidents\/[a-z0-9]{12}/)
    await stop('SIGTERM')
    const checks = (await runVigie(folder, ['export', 'checks'])).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { monitor: string; health: string })
    const seen = (monitor: string): Set<string> =>
      new Set(checks.filter((check) => check.monitor === monitor).map((check) => check.health))
    expect(seen('near')).toEqual(new Set(['up']))
    expect(seen('far')).toEqual(new Set(['up', 'unknown']))
  },
)

test('a stalled collector records unknown and catches up on nothing', async () => {
  const target = await aTarget()
  const folder = await aFolder(`
page: { name: Example, locale: en, timezone: UTC }
defaults: { every: 2s, timeout: 3s, confirm: { failures: 1, successes: 1, retry_every: 200ms } }
components:
  - { id: api, name: API, monitors: [{ id: api, kind: http, url: 'http://127.0.0.1:${target.port}/' }] }
`)
  const { url, stop, child, log } = await startCollector(folder)
  await waitUntil(
    () => fetchPage(url),
    (html) => html.includes('banner s-operational'),
  )
  target.delay = 300
  const requested = (count: number): Promise<number> =>
    waitUntil(
      async () => target.requestCount,
      (seen) => seen >= count,
    )
  for (let i = 0; i < 2; i++) {
    // In the middle of a probe, which its target lets wait.
    await requested(target.requestCount + 1)
    child.kill('SIGSTOP')
    // Longer than an answer may take, which on a busy machine is much longer than it takes.
    await letPass(4_000)
    const asked = target.requestCount
    const continued = performance.now()
    child.kill('SIGCONT')
    await requested(asked + 4)
    // The one that was due and a second look may come at once; two more take their two seconds each, less what was left of one.
    expect(performance.now() - continued).toBeGreaterThan(1_900)
  }
  expect(log()).not.toContain('is down')
  await stop('SIGTERM')
})
