import { beforeAll, expect, test } from 'vitest'
import type { Config } from '../../collector/core/config/config.ts'
import type { Incident } from '../../collector/core/incident/incident.ts'
import type { MetricRollup } from '../../collector/core/metric/metric.ts'
import type { Transition } from '../../collector/core/monitoring/transition.ts'
import { recordHistory } from '../../collector/demo/simulate-history.ts'
import { loadConfig } from '../../collector/config/load-config.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Series } from '../../collector/store/check-store.ts'

const now = Date.parse('2026-11-22T19:20:00Z')
const hour = 3_600_000
const days = 45
let transitions: readonly Transition[]
let incidents: readonly Incident[]
let series: readonly Series[]
let figures: readonly (MetricRollup & { readonly metric: string })[]
const progress: number[] = []

beforeAll(async () => {
  const loaded = loadConfig('data/status.yaml', {})
  const { config } = loaded as { config: Config }
  const store = await openSqliteStore(':memory:', { timezone: config.page.timezone })
  await recordHistory(store, config, days, now, (done) => progress.push(done))
  transitions = await store.transitions({ from: 0, to: now })
  incidents = await store.incidents()
  series = await store.series()
  figures = await store.metricHours({ from: 0, to: now + hour })
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
  expect(progress.at(-1)).toBe(1)
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
})

test('its metrics are measured to the last hour, but for the night nobody watched', () => {
  const byMetric = Map.groupBy(figures, (one) => one.metric)
  expect(byMetric.size).toBe(15)
  for (const hours of byMetric.values()) {
    expect(now - hours.at(-1)!.at).toBeLessThan(2 * hour)
    expect(hours.length).toBeGreaterThan(8 * (days - 4) + 3 * 24 - 4)
    expect(hours.filter(({ at }) => new Date(at).toISOString() === '2026-10-12T02:00:00.000Z')).toEqual([])
  }
})

test('active users have grown as they should, month by month', () => {
  const users = figures.filter((one) => one.metric === 'active-users')
  const mean = (from: number, to: number): number => {
    const some = users.filter(({ at }) => at >= from && at < to)
    return some.reduce((sum, one) => sum + one.sum, 0) / some.length
  }
  const week = 7 * 24 * hour
  const growth = mean(now - week, now) / mean(now - 5 * week, now - 4 * week) - 1
  expect(growth).toBeGreaterThan(0.08)
  expect(growth).toBeLessThan(0.2)
})
