import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { derivedId } from '../../collector/core/text/id.ts'
import type { Incident } from '../../collector/core/incident/incident.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import {
  type RunningCollector,
  aFolder,
  fetchPage,
  startCollector,
  waitUntil,
  runVigie,
} from './run-vigie.ts'

const config = `
page: { name: Example, url: https://status.example.com, locale: en, locales: [en, fr], timezone: Europe/Paris }
components:
  - { id: api, name: API }
  - { id: web, name: Web }
notice: { default: 24h }
maintenance:
  - { id: daily, title: { en: Daily checks, fr: Contrôles quotidiens }, rrule: FREQ=DAILY, at: '02:00', timezone: UTC, lasts: 15m, components: [web], impact: none }
`

const isUp = async (url: string): Promise<boolean> => (await fetch(`${url}/healthz`)).ok

/** What the store holds at the end, by id. */
async function storedIncidents(folder: string): Promise<Map<string, Incident>> {
  const store = await openSqliteStore(join(folder, 'status.db'), {})
  try {
    return new Map((await store.incidents()).map((incident) => [incident.id, incident]))
  } finally {
    await store.close()
  }
}

test(
  'notices given in four ways at once while the collector is killed are all there, once each',
  { timeout: 300_000 },
  async () => {
    const folder = await aFolder(config)
    const notices = join(folder, 'notices')
    await mkdir(notices)
    const { out } = await runVigie(folder, ['token', 'create', '--name', 'test', '--scope', 'notices'])
    const token = out.trim()
    let collector: RunningCollector = await startCollector(folder)
    const store = await openSqliteStore(join(folder, 'status.db'), {})
    let killing = true

    const acknowledged: string[] = []
    /** Resolves once so many notices are acknowledged: so all ways in take turns, and kills come in between. */
    const acknowledgedCount = (least: number): Promise<number> =>
      waitUntil(
        async () => acknowledged.length,
        (count) => count >= least,
      )
    const kills = (async () => {
      for (const count of [5, 12, 20]) {
        await acknowledgedCount(count)
        await collector.stop('SIGKILL')
        collector = await startCollector(folder)
      }
      killing = false
    })()

    const byCommand = (async () => {
      for (let i = 0; i < 4; i++) {
        const { code, out: id } = await runVigie(folder, [
          'incident',
          'open',
          '--title',
          `Command ${i}`,
          '--body',
          'We look.',
          '--component',
          'api=partial_outage',
        ])
        expect(code).toBe(0)
        acknowledged.push(id.trim())
      }
    })()
    const overHttp = (async () => {
      for (let i = 0; i < 12; i++) {
        const key = `request-${i}`
        // A client that gets no answer asks again under the same key.
        const { id } = await waitUntil(
          async () => {
            const answer = await fetch(`${collector.url}/api/v1/incidents`, {
              method: 'POST',
              headers: {
                authorization: `Bearer ${token}`,
                'content-type': 'application/json',
                'idempotency-key': key,
              },
              body: JSON.stringify({
                title: `Http ${i}`,
                body: 'We look.',
                components: { web: 'major_outage' },
              }),
            })
            return { ok: answer.status === 201, id: ((await answer.json()) as { id: string }).id }
          },
          (answer) => answer.ok,
        )
        acknowledged.push(id)
      }
    })()
    const asFiles = (async () => {
      for (let i = 0; i < 6; i++) {
        await acknowledgedCount(4 * i)
        const name = `2026-11-22-file-${i}.md`
        await writeFile(
          join(notices, name),
          `---\nkind: incident\ntitle: File ${i}\ncomponents: { api: degraded_performance }\n---\nWe look.\n`,
        )
        acknowledged.push(derivedId('file', name))
      }
    })()
    const underneath = (async () => {
      for (let i = 0; i < 10; i++) {
        await acknowledgedCount(2 * i)
        const id = `store${String(i).padStart(7, '0')}`
        const at = Date.now()
        await store.commit({
          incidents: [
            {
              id,
              title: `Store ${i}`,
              impact: 'minor',
              priority: null,
              startedAt: at,
              detectedAt: at,
              acknowledgedAt: at,
              automatic: false,
              about: null,
              updates: [
                { id: `${id}u`, at, status: 'investigating', body: 'x', components: {}, author: 'ada' },
              ],
              falseAlarm: null,
              version: 1,
            },
          ],
        })
        acknowledged.push(id)
      }
    })()
    await Promise.all([kills, byCommand, overHttp, asFiles, underneath])
    await store.close()
    expect(killing).toBe(false)

    await waitUntil(() => isUp(collector.url), Boolean)
    const html = await waitUntil(
      () => fetchPage(`${collector.url}/history/`),
      (text) => acknowledged.every((id) => text.includes(`/incidents/${id}/`)),
    )
    expect(new Set(acknowledged).size).toBe(4 + 12 + 6 + 10)
    const all = await storedIncidents(folder)
    expect([...all.keys()].toSorted()).toEqual(acknowledged.toSorted())
    for (const id of acknowledged) expect(html.split(`/incidents/${id}/"`).length - 1).toBeGreaterThan(0)
  },
)

test('a window that a command plans is public within moments, and begins and ends by itself', async () => {
  const folder = await aFolder(config)
  const { url } = await startCollector(folder)
  const planned = await runVigie(folder, [
    'maintenance',
    'schedule',
    '--title',
    'Short work',
    '--body',
    'We switch.',
    '--from',
    '+1h',
    '--until',
    '+2h',
    '--component',
    'api',
  ])
  expect(planned.code).toBe(1)
  expect(planned.err).toContain('--force')
  const begin = new Date(Date.now() + 6_000).toISOString()
  const end = new Date(Date.now() + 3_600_000).toISOString()
  const forced = await runVigie(folder, [
    'maintenance',
    'schedule',
    '--title',
    'Short work',
    '--body',
    'We switch.',
    '--from',
    begin,
    '--until',
    end,
    '--component',
    'api',
    '--force',
  ])
  expect(forced.code).toBe(0)
  const id = forced.out.trim()
  await waitUntil(
    () => fetchPage(url),
    (html) => html.includes(`/maintenance/${id}/`),
  )
  await waitUntil(
    () => fetchPage(url),
    (html) => html.includes('banner s-under_maintenance'),
  )
  // Once that was seen, however long it took, its end is near.
  expect((await runVigie(folder, ['maintenance', 'update', id, '--until', '+3s'])).code).toBe(0)
  await waitUntil(
    () => fetchPage(url),
    (html) => !html.includes('banner s-under_maintenance'),
  )
  await waitUntil(
    () => fetchPage(`${url}/maintenance/${id}/`),
    (html) => html.includes('>Completed<'),
  )
})
