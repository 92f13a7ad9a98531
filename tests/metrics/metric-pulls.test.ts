import { createServer } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { MetricConfig, MetricPull } from '../../collector/core/metric/metric.ts'
import { pullFigure } from '../../collector/metrics/sources/pull-metric.ts'
import { createMetricPulls } from '../../collector/metrics/metric-pulls.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { type Store, StoreError } from '../../collector/store/store.ts'
import type { StoredChange } from '../../collector/store/stored-change.ts'
import { fakeClock } from '../fake-clock.ts'
import { aSource, fromJson, listening } from './source-servers.ts'

const aMetric = (id: string, pull: MetricPull | null, more: Partial<MetricConfig> = {}): MetricConfig => ({
  id,
  name: id,
  description: null,
  group: null,
  unit: null,
  component: null,
  pull,
  summary: 'mean',
  good: null,
  thresholds: { warning: null, critical: null },
  growth: null,
  public: true,
  ...more,
})
/** Figures on their way into a real store; what is told and shown is written down. */
async function aRoom(metrics: readonly MetricConfig[], wrap: (store: Store) => Store = (store) => store) {
  const store = await openSqliteStore(':memory:', { timezone: 'UTC' })
  const clock = fakeClock()
  const logLines: string[] = []
  const news: StoredChange[] = []
  const outside = createMetricPulls({
    store: wrap(store),
    metrics,
    clock,
    pull: (pull, signal) => pullFigure(pull, signal),
    log: (level, text) => logLines.push(`${level}: ${text}`),
    onStored: (change) => news.push(change),
  })
  onTestFinished(async () => {
    await outside.stop()
    await store.close()
  })
  const values = async (metric: string): Promise<readonly number[]> =>
    (await store.metricPoints(metric, { from: 0, to: clock.now() + 1 })).map(({ value }) => value)
  return { ...outside, clock, store, logLines, news, values }
}

test('pulled once, every metric is on record, and one that fails hinders no other', async () => {
  const url = await aSource((_, response) => response.end('{"cpu":41,"memory":60}'))
  const { pullOnce, values, logLines } = await aRoom([
    aMetric('cpu', fromJson(url)),
    aMetric('memory', fromJson(url, { path: '$.memory' })),
    aMetric('disk', fromJson(url, { path: '$.disk' })),
    aMetric('pushed', null),
  ])
  await pullOnce()
  expect([await values('cpu'), await values('memory'), await values('disk')]).toEqual([[41], [60], []])
  expect(logLines).toEqual([
    `warn: the metric disk cannot be pulled from ${url}/: there is nothing at $.disk`,
  ])
})

test('a slow source is never asked for the same figure twice at once, and holds up no other', async () => {
  let most = 0
  const unanswered: (() => void)[] = []
  const slow = await aSource((_, response) => {
    unanswered.push(() => response.end('{"cpu":1}'))
    most = Math.max(most, unanswered.length)
  })
  const quick = await aSource((_, response) => response.end('{"cpu":2}'))
  const { begin, values, clock } = await aRoom([
    aMetric('slow', fromJson(slow, { every: 100, timeout: 600_000 })),
    aMetric('quick', fromJson(quick, { every: 100 })),
  ])
  const pulledUntil = (metric: string, count: number): Promise<void> =>
    vi.waitFor(async () => {
      await clock.advance(100)
      expect((await values(metric)).length).toBeGreaterThanOrEqual(count)
      expect(unanswered).toHaveLength(1)
    }, 30_000)
  begin()
  await pulledUntil('quick', 3)
  expect(await values('slow')).toEqual([])
  unanswered.shift()!()
  await pulledUntil('slow', 1)
  await pulledUntil('quick', 6)
  expect(most).toBe(1)
})

test('a source that fails is reported once, and once more when it heals', async () => {
  let broken = true
  const url = await aSource((_, response) =>
    broken ? response.writeHead(500).end() : response.end('{"cpu":1,"memory":2}'),
  )
  const { pullOnce, logLines, values } = await aRoom([
    aMetric('cpu', fromJson(url)),
    aMetric('memory', fromJson(url, { path: '$.memory' })),
  ])
  for (let i = 0; i < 3; i++) await pullOnce()
  expect(logLines).toEqual([expect.stringMatching(/^warn: the metric (cpu|memory) .*answered 500$/)])
  expect(await values('cpu')).toEqual([])
  broken = false
  for (let i = 0; i < 2; i++) await pullOnce()
  expect(logLines.slice(1)).toEqual([expect.stringMatching(/^info: .* is pulled again from http:/)])
})

test('what is told of a source names no password and no query', async () => {
  const url = await aSource((_, response) => response.writeHead(500).end())
  const { pullOnce, logLines } = await aRoom([
    aMetric('cpu', fromJson(`${url.replace('//', '//robert:hunter2@')}/f?key=s3cret`)),
  ])
  await pullOnce()
  expect(logLines).toHaveLength(1)
  expect(logLines[0]).not.toMatch(/hunter2|s3cret|robert/)
})

test('readers are notified when a public metric changes its state, and not of each point', async () => {
  let cpu = 40
  const url = await aSource((_, response) => response.end(JSON.stringify({ cpu })))
  const good = { operator: '<', value: 80 } as const
  const { pullOnce, news } = await aRoom([
    aMetric('cpu', fromJson(url), { good }),
    aMetric('secret', fromJson(url), { good, public: false }),
  ])
  const seen: number[] = []
  for (cpu of [40, 50, 90, 95, 60]) {
    await pullOnce()
    seen.push(news.length)
  }
  expect(seen).toEqual([1, 1, 2, 2, 3])
})

test('points of yesterday void what was made of it', async () => {
  const { push, store, news, clock } = await aRoom([
    aMetric('cpu', null),
    aMetric('secret', null, { public: false }),
  ])
  const now = clock.now()
  await push([{ metric: 'secret', at: now, value: 1 }], [])
  await push([{ metric: 'cpu', at: now, value: 1 }], [])
  await push([{ metric: 'cpu', at: now - 25 * 3_600_000, value: 1 }], [])
  expect(news).toEqual([{ kind: 'metrics' }, { kind: 'metrics' }])
  expect(await store.changeCounts()).toMatchObject({ metrics: 3, metric_history: 1 })
})

test('what the store refuses is kept and written with the next, and told once', async () => {
  let full = true
  const url = await aSource((_, response) => response.end('{"cpu":7}'))
  const { pullOnce, logLines, values, clock } = await aRoom([aMetric('cpu', fromJson(url))], (real) => ({
    ...real,
    commit: (facts) =>
      full ? Promise.reject(new StoreError('the disk is full', { transient: true })) : real.commit(facts),
  }))
  for (let i = 0; i < 2; i++) {
    await expect(pullOnce()).rejects.toThrow('the disk is full')
    await clock.advance(2)
  }
  full = false
  await pullOnce()
  expect(await values('cpu')).toEqual([7, 7, 7])
  expect(logLines).toEqual([
    'error: figures cannot be written, they are kept in memory: the disk is full',
    'info: figures can be written again',
  ])
})

test('stopping waits for no source, and nothing is pulled afterwards', async () => {
  let asked = 0
  const port = await listening(createServer(() => asked++))
  const { begin, stop, logLines, clock } = await aRoom([
    aMetric('cpu', fromJson(`http://127.0.0.1:${port}`, { every: 50, timeout: 600_000 })),
  ])
  begin()
  await vi.waitFor(async () => {
    await clock.advance(50)
    expect(asked).toBe(1)
  }, 30_000)
  await stop()
  await clock.advance(1_000)
  expect([asked, logLines]).toEqual([1, []])
})
