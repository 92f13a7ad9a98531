import { type Server, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { aTarget } from './http-target.ts'
import { aFolder, fetchPage, startCollector, waitUntil, runVigie } from './run-vigie.ts'

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
  { timeout: 60_000 },
  async () => {
    const beacon = await aBeacon()
    const [far, near] = [await aTarget(), await aTarget()]
    const folder = await aFolder(`
page: { name: Example, locale: en, timezone: UTC }
defaults: { every: 1s, timeout: 500ms, confirm: { failures: 1, successes: 1, retry_every: 200ms } }
connectivity: { any_of: ['${beacon.address}'] }
components:
  - { id: far, name: Far, monitors: [{ id: far, kind: http, url: 'http://127.0.0.1:${far.port}/' }] }
  - { id: near, name: Near, monitors: [{ id: near, kind: http, url: 'http://127.0.0.1:${near.port}/' }] }
`)
    const { url, stop, log } = await startCollector(folder)
    const said = (what: string): number => log().split(what).length - 1
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
    await sleep(1_500)
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
    expect(said('network unreachable: none')).toBe(1)
    expect(said('network reachable again')).toBe(1)
    expect(said('is down')).toBe(0)
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

test('a stalled collector records unknown and catches up on nothing', { timeout: 60_000 }, async () => {
  const target = await aTarget()
  const folder = await aFolder(`
page: { name: Example, locale: en, timezone: UTC }
defaults: { every: 1s, timeout: 500ms, confirm: { failures: 1, successes: 1, retry_every: 200ms } }
components:
  - { id: api, name: API, monitors: [{ id: api, kind: http, url: 'http://127.0.0.1:${target.port}/' }] }
`)
  const { url, stop, child, log } = await startCollector(folder)
  await waitUntil(
    () => fetchPage(url),
    (html) => html.includes('banner s-operational'),
  )
  // Again and again, so that it is stopped in the middle of a probe at least once.
  target.delay = 300
  for (let i = 0; i < 2; i++) {
    await sleep(900 + i * 250)
    child.kill('SIGSTOP')
    await sleep(1_300)
    const asked = target.requestCount
    child.kill('SIGCONT')
    await sleep(600)
    expect(target.requestCount - asked).toBeLessThanOrEqual(2)
  }
  expect(log()).not.toContain('is down')
  await stop('SIGTERM')
})
