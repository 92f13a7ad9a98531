import { beforeAll, expect, test } from 'vitest'
import { headersOf } from '../../collector/server/security-headers.ts'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { anEventfulSnapshot } from './explained-builders.ts'
import { readCsv } from './recompute.ts'
import { loadSite, textOf } from './site.ts'
import { aFrozenMonth } from './sla-builders.ts'
import { aComponent, aSnapshot, anIncident } from './snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const json = async (path: string, snapshot: Snapshot) => JSON.parse(await textOf(site, path, snapshot))
const names = [
  ['date', 'period', 'observed', 'down', 'degraded', 'excluded', 'unknown'],
  ['availability', 'raw', 'lower', 'upper', 'checks', 'p50', 'p95', 'p99', 'incidents'],
].flat()

test('the days of a component are published under the names of the contract, in JSON and as CSV', async () => {
  const snapshot = aSnapshot()
  const data = await json('/data/ai.json', snapshot)
  expect(Object.keys(data)).toEqual(['component', 'timezone', 'generated_at', 'days'])
  expect(data).toMatchObject({ component: 'ai', timezone: 'Europe/Paris' })
  expect(data.days).toHaveLength(90)
  for (const day of data.days) expect(Object.keys(day)).toEqual(names)
  expect(data.days.at(-2)).toMatchObject({ date: '2026-11-21', down: 300_000, incidents: ['k3x9q2m7ab1z'] })
  const csv = await textOf(site, '/data/ai.csv', snapshot)
  expect(csv.split('\r\n')[0]).toBe(names.join(','))
  const rows = readCsv(csv)
  expect(rows).toHaveLength(90)
  for (const [i, row] of rows.entries())
    for (const name of names) {
      const value = data.days[i][name]
      expect(row[name]).toBe(value === null ? '' : Array.isArray(value) ? value.join(' ') : String(value))
    }
})

test('today is shown as of the instant that the file names', async () => {
  const data = await json('/data/eventful.json', anEventfulSnapshot())
  expect(data.generated_at).toBe('2026-11-22T15:00:00.000Z')
  expect(data.days.at(-1)).toMatchObject({
    date: '2026-11-22',
    period: 16 * 3_600_000,
    observed: 16 * 3_600_000,
  })
})

test('the figures of all components are there over the usual periods, frozen months as they were frozen', async () => {
  const snapshot = aSnapshot({ reports: [aFrozenMonth('2026-10', 1)] })
  const data = await json('/data/uptime.json', snapshot)
  expect(data.components.map((one: { component: string }) => one.component)).toEqual(
    snapshot.components.map((one) => one.id),
  )
  const [web] = data.components
  expect(web.periods.map((one: { name: string }) => one.name)).toEqual([
    'today',
    'last_7_days',
    'last_30_days',
    'recent',
    '2026-08',
    '2026-09',
    '2026-11',
    '2026-10',
  ])
  expect(web.periods.map((one: { frozen: number | null }) => one.frozen)).toEqual([...Array(7).fill(null), 1])
  const frozen = JSON.parse(snapshot.reports[0]!.text).components[0].availability
  expect(web.periods.at(-1)).toMatchObject(frozen)
  const ai = data.components[1].periods.find((one: { name: string }) => one.name === 'last_7_days')
  expect(ai).toMatchObject({ down: 300_000, incidents: ['k3x9q2m7ab1z'], from: '2026-11-15T23:00:00.000Z' })
})

test('components whose ids are names of other files have files of their own', async () => {
  const components = ['uptime', 'metrics', 'feed'].map((id) => aComponent(id, id))
  const snapshot = aSnapshot({ components, groups: [] })
  const paths = site.routes(snapshot).map(({ path }) => path)
  expect(new Set(paths).size).toBe(paths.length)
  const files = paths.filter((path) => /^\/data\/[^/]+\.json$/.test(path) && !/uptime|metrics/.test(path))
  const inFiles = await Promise.all(files.map(async (path) => (await json(path, snapshot)).component))
  expect(inFiles.toSorted()).toEqual(['feed', 'metrics', 'uptime'])
})

test('ids of imported incidents are no formulas', async () => {
  const incident = anIncident({ id: '=1+1' })
  const plain = aSnapshot({ incidents: [incident] })
  const components = plain.components.map((one) => ({
    ...one,
    days: one.days.map((day) => ({ ...day, incidents: ['=1+1'] })),
  }))
  const rows = readCsv(await textOf(site, '/data/api.csv', { ...plain, components }))
  expect(rows[0]!['incidents']).toBe("'=1+1")
})

test('any page of the web may read open data, and knows what it is', () => {
  const body = new Uint8Array()
  expect(headersOf('data/api.csv', body)).toMatchObject({
    'Content-Type': 'text/csv; charset=utf-8',
    'Access-Control-Allow-Origin': '*',
  })
  expect(headersOf('data/api/2026-11.json', body)).toMatchObject({
    'Content-Type': 'application/json; charset=utf-8',
    'Access-Control-Allow-Origin': '*',
  })
})
