import { expect, test } from 'vitest'
import { aFolder, fetchPage, startCollector, waitUntil, runVigie } from './run-vigie.ts'

const config = (every: string, grace: string): string => `
page: { name: Example, locale: en, timezone: UTC }
components:
  - id: backup
    name: Backup
    monitors:
      - { id: job, kind: heartbeat, every: ${every}, grace: ${grace}, token: sesame-sesame }
`
const checks = async (folder: string): Promise<{ health: string; fault?: string; took: number | null }[]> =>
  (await runVigie(folder, ['export', 'checks'])).out
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { health: string; took: number | null })

test(
  'a job tells of itself, and what was answered with 200 survives kill -9',
  { timeout: 300_000 },
  async () => {
    const folder = await aFolder(config('1h', '10m'))
    const first = await startCollector(folder)
    const door = `${first.url}/api/v1/heartbeats`
    expect((await fetch(`${door}/wrong`)).status).toBe(404)
    expect((await fetch(`${door}/sesame-sesame/nonsense`)).status).toBe(404)
    expect((await fetch(`${door}/sesame-sesame`, { method: 'DELETE' })).status).toBe(405)
    const asked = performance.now()
    expect((await fetch(`${door}/sesame-sesame/start`, { method: 'POST' })).status).toBe(200)
    const started = performance.now()
    expect(await checks(folder)).toEqual([])
    const ended = performance.now()
    expect((await fetch(`${door}/sesame-sesame`, { method: 'POST', body: 'anything' })).status).toBe(200)
    const answered = performance.now()
    expect((await fetch(`${door}/sesame-sesame`)).status).toBe(200)
    expect((await fetch(`${door}/sesame-sesame`, { method: 'HEAD' })).status).toBe(200)
    expect((await fetch(`${door}/sesame-sesame/fail`)).status).toBe(200)
    await first.stop('SIGKILL')
    const recorded = await checks(folder)
    expect(recorded.map((check) => check.health)).toEqual(['up', 'up', 'up', 'down'])
    // It ran at least while we were busy in between, and at most from before the first request to after the second.
    expect(recorded[0]!.took).toBeGreaterThanOrEqual(Math.floor(ended - started) - 1)
    expect(recorded[0]!.took! - (answered - asked)).toBeLessThanOrEqual(1)
    const second = await startCollector(folder)
    await waitUntil(
      () => fetchPage(second.url),
      (html) => html.includes('banner s-major_outage'),
    )
    expect((await fetch(`${second.url}/api/v1/heartbeats/sesame-sesame`)).status).toBe(200)
    await waitUntil(
      () => fetchPage(second.url),
      (html) => html.includes('banner s-operational'),
    )
    expect(first.log() + second.log()).not.toContain('sesame')
    await second.stop('SIGTERM')
  },
)

test(
  'a beat that stays out is missed after its grace, and the next one ends it',
  { timeout: 300_000 },
  async () => {
    const folder = await aFolder(config('1s', '1s'))
    const { url, stop } = await startCollector(folder)
    const beat = (): Promise<Response> => fetch(`${url}/api/v1/heartbeats/sesame-sesame`)
    await beat()
    await waitUntil(
      () => fetchPage(url),
      (html) => html.includes('banner s-operational'),
    )
    await waitUntil(
      () => fetchPage(url),
      (html) => html.includes('banner s-major_outage'),
    )
    await beat()
    await waitUntil(
      () => fetchPage(url),
      (html) => html.includes('banner s-operational'),
    )
    await stop('SIGTERM')
    const recorded = await checks(folder)
    expect(recorded.map((check) => check.health).slice(0, 2)).toEqual(['up', 'down'])
  },
)
