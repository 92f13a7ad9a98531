import { expect, onTestFinished, test } from 'vitest'
import type { MetricConfig } from '../../collector/core/metric/metric.ts'
import { createMetricCache } from '../../collector/metrics/metric-cache.ts'
import { pruneChecks } from '../../collector/monitoring/retention.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { aConfig } from '../core/builders.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.parse('2026-11-22T15:20:00Z')
const months = ['2026-10', '2026-11']

const aMetric = (id: string, more: Partial<MetricConfig> = {}): MetricConfig => ({
  id,
  name: id,
  description: null,
  group: null,
  unit: null,
  component: null,
  pull: null,
  summary: 'mean',
  good: null,
  thresholds: { warning: null, critical: null },
  growth: null,
  public: true,
  ...more,
})

async function aRoom(...metrics: MetricConfig[]) {
  const usual = aConfig()
  const config = { ...usual, metrics, page: { ...usual.page, timezone: 'Europe/Paris', historyDays: 30 } }
  const store = await openSqliteStore(':memory:', { timezone: 'Europe/Paris' })
  onTestFinished(() => store.close())
  const put = (metric: string, at: number, value: number) =>
    store.commit({ metrics: [{ metric, at, value }], metricsAreRecent: at >= now - day })
  const cache = createMetricCache(config)
  const read = (at = now) => cache.read(store, at, months)
  return { store, config, put, read }
}

test('readers see public metrics in the order of the configuration, private ones never', async () => {
  const { put, read } = await aRoom(aMetric('b'), aMetric('a'), aMetric('secret', { public: false }))
  for (const id of ['a', 'b', 'secret']) await put(id, now, 1)
  const seen = await read()
  expect(seen.map(({ id }) => id)).toEqual(['b', 'a'])
  expect(JSON.stringify(seen)).not.toContain('secret')
})

test('a metric that was never measured is shown without figures', async () => {
  const { read } = await aRoom(aMetric('cpu'))
  expect(await read()).toMatchObject([
    {
      latest: null,
      state: 'unknown',
      hours: [],
      days: [],
      months: { '2026-11': { value: null, points: 0 } },
    },
  ])
})

test('what is remembered gives the same as reading all of it again, day after day', async () => {
  const { put, store, config, read } = await aRoom(aMetric('cpu'), aMetric('sum', { summary: 'sum' }))
  for (let i = 60 * 24; i > 0; i -= 5) for (const id of ['cpu', 'sum']) await put(id, now - i * hour, i % 97)
  for (let later = now; later < now + 3 * day; later += 7 * hour) {
    await put('cpu', later, later % 89)
    // An hour late, and then another one: such points belong to hours that were read already.
    await put('cpu', later - hour, later % 83)
    const remembered = await read(later)
    expect(remembered).toEqual(await createMetricCache(config).read(store, later, months))
    expect(remembered[0]!.days).toHaveLength(30)
    expect(remembered[0]!.latest).toEqual({ at: later, value: later % 89 })
  }
})

test('points of long ago are seen although days that are over are remembered', async () => {
  const { put, read } = await aRoom(aMetric('cpu'))
  await put('cpu', now, 1)
  await read()
  await put('cpu', now - 10 * day, 5)
  const [seen] = await read()
  expect(seen!.days.map(({ value }) => value)).toEqual([5, 1])
  expect(seen!.months!['2026-11']).toMatchObject({ value: 3, points: 2, min: 1, max: 5 })
})

test('the figures of a month reach back before the days that are shown', async () => {
  const { put, read } = await aRoom(aMetric('cpu'))
  await put('cpu', Date.parse('2026-09-30T21:30:00Z'), 1) // 23:30 in Paris, September
  await put('cpu', Date.parse('2026-09-30T22:00:00Z'), 7) // midnight
  const [seen] = await read()
  expect(seen!.months!['2026-10']).toMatchObject({ value: 7, points: 1 })
  expect(seen!.days).toEqual([])
})

test('points go when checks do, their hours stay', async () => {
  const { put, store, config, read } = await aRoom(aMetric('cpu'))
  await put('cpu', now - 29 * day, 3)
  await put('cpu', now, 4)
  const short = { ...config, retention: { checks: 7 * day } }
  expect(await pruneChecks(store, short, now)).toBe(false)
  expect(await store.metricPoints('cpu', { from: 0, to: now + 1 })).toEqual([
    { metric: 'cpu', at: now, value: 4 },
  ])
  expect((await read())[0]!.days.map(({ value }) => value)).toEqual([3, 4])
})
