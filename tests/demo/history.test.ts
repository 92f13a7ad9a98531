import { beforeAll, expect, test } from 'vitest'
import type { Config } from '../../collector/core/config.ts'
import type { Incident } from '../../collector/core/incident.ts'
import type { Transition } from '../../collector/core/transition.ts'
import { recordHistory } from '../../collector/demo/history.ts'
import { loadConfig } from '../../collector/config/load.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open.ts'
import type { Series } from '../../collector/store/store.ts'

const now = Date.parse('2026-11-22T19:20:00Z')
const hour = 3_600_000
const days = 45
let transitions: readonly Transition[]
let incidents: readonly Incident[]
let series: readonly Series[]
const told: number[] = []

beforeAll(async () => {
  const loaded = await loadConfig('data/status.yaml', {})
  const { config } = loaded as { config: Config }
  const store = await openSqliteStore(':memory:', { timezone: config.page.timezone })
  await recordHistory(store, config, days, now, (done) => told.push(done))
  transitions = await store.transitions({ from: 0, to: now })
  incidents = await store.incidents()
  series = await store.series()
  await store.close()
})

test('the demonstration has one night nobody watched, and no other gap', () => {
  const dark = transitions.filter((one) => one.health === 'unknown')
  expect(dark).toHaveLength(series.length)
  for (const { at } of dark) expect(new Date(at).toISOString()).toMatch(/^2026-10-12T02:0/)
})

test('its last checks are as fresh as those of a running collector', () => {
  for (const { state } of series) {
    expect(state!.health).toBe('up')
    expect(now - state!.lastAt!).toBeLessThanOrEqual(30_000)
  }
})

test('it has had a few bad days, and all of its incidents are resolved', () => {
  expect(incidents.length).toBeGreaterThan(4)
  expect(incidents.length).toBeLessThan(days)
  expect(new Set(incidents.map((incident) => incident.about)).size).toBeGreaterThan(2)
  for (const incident of incidents) {
    expect(incident.updates.at(-1)!.status).toBe('resolved')
    for (const update of incident.updates) expect(Object.keys(update.body).toSorted()).toEqual(['en', 'fr'])
    expect(incident.startedAt).toBeGreaterThan(now - days * 24 * hour)
  }
})

test('its progress only grows, to the end', () => {
  expect(told.at(-1)).toBe(1)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
})
