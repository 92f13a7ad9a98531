import { expect, test } from 'vitest'
import type { MetricConfig } from '../../collector/core/metric/metric.ts'
import { largestBatch } from '../../collector/server/api/push-metrics.ts'
import { StoreError } from '../../collector/store/store.ts'
import { aFolder, anApi, startTime, day, hour, minute } from './api-fixture.ts'

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
  public: false,
  ...more,
})
const pull = {
  kind: 'json',
  url: 'http://127.0.0.1/',
  path: '$.disk',
  headers: {},
  every: minute,
  timeout: 1_000,
} as const
const metrics = [aMetric('cpu'), aMetric('error-rate'), aMetric('disk', { pull })]
const everything = { from: 0, to: startTime + day }
const iso = (at: number): string => new Date(at).toISOString()

/** The API with those metrics, asked with a token that may push. */
async function aMetricApi() {
  const api = await anApi(aFolder(), undefined, metrics)
  const token = await api.createToken(['metrics'])
  return {
    ...api,
    push: (json: unknown, headers: Record<string, string> = {}) =>
      api.ask('POST', '/metrics', { json, headers, token }),
    points: (metric = 'cpu') => api.store.metricPoints(metric, everything),
  }
}

test('points are on record when they are answered, with their hours', async () => {
  const { push, points, store, reopen } = await aMetricApi()
  const answer = await push([
    { metric: 'cpu', value: 42 },
    { metric: 'cpu', value: 40.5, at: iso(startTime - hour) },
    { metric: 'error-rate', value: 0, at: '2026-11-22T14:59:30+00:00' },
  ])
  expect([answer.status, answer.body]).toEqual([200, { accepted: 3 }])
  expect(answer.headers.get('etag')).toBeNull()
  expect(await points()).toEqual([
    { metric: 'cpu', at: startTime - hour, value: 40.5 },
    { metric: 'cpu', at: startTime, value: 42 },
  ])
  expect(await (await reopen()).store.metricPoints('error-rate', everything)).toHaveLength(1)
  expect(await store.metricHours(everything, ['cpu'])).toMatchObject([
    { at: startTime - hour, count: 1, sum: 40.5 },
    { at: startTime, count: 1, sum: 42 },
  ])
})

test('the same points again change nothing, and a corrected one takes the place of the first', async () => {
  const { push, points, store } = await aMetricApi()
  const at = iso(startTime - minute)
  for (let i = 0; i < 3; i++) await push([{ metric: 'cpu', value: 42, at }])
  expect(await points()).toHaveLength(1)
  await push([{ metric: 'cpu', value: 43, at }])
  expect(await points()).toEqual([{ metric: 'cpu', at: startTime - minute, value: 43 }])
  expect(await store.metricHours(everything, ['cpu'])).toMatchObject([{ count: 1, sum: 43, min: 43 }])
})

test('a request with an idempotency key is done once, though time has gone on', async () => {
  const { push, points, setTime } = await aMetricApi()
  const headers = { 'idempotency-key': 'batch-7' }
  const first = await push([{ metric: 'cpu', value: 1 }], headers)
  setTime(startTime + minute)
  const second = await push([{ metric: 'cpu', value: 1 }], headers)
  expect([second.status, second.body]).toEqual([first.status, first.body])
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  expect(await points()).toEqual([{ metric: 'cpu', at: startTime, value: 1 }])
  const other = await push([{ metric: 'cpu', value: 2 }], headers)
  expect([other.status, other.body.reason]).toEqual([422, 'key_reused'])
})

test('twenty requests at once with one key, to two processes, are done once', async () => {
  const one = await aMetricApi()
  const two = await one.reopen()
  const token = await one.createToken(['metrics'])
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      (i % 2 ? one : two).ask('POST', '/metrics', {
        json: [{ metric: 'cpu', value: 5 }],
        headers: { 'idempotency-key': 'storm' },
        token,
      }),
    ),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1)
})

test('one bad entry and nothing is written; every one is named by its place', async () => {
  const { push, points } = await aMetricApi()
  const { status, headers, body } = await push([
    { metric: 'cpu', value: 42 },
    { metric: 'cpus', value: 42 },
    { metric: 'cpu', value: '42' },
    { metric: 'cpu', value: 1, at: 'yesterday-ish' },
    { metric: 'cpu', value: 1, at: iso(startTime + 5 * minute + 1) },
    { metric: 'cpu', value: 1, at: iso(startTime - 30 * day - 1) },
    { metric: 'disk', value: 1 },
    { value: null, at: 7 },
    'cpu=42',
    { metric: 'error_rate', value: 1, host: 'a' },
    { metric: 'cpu', value: -1e308 },
  ])
  expect([status, headers.get('content-type'), body.reason]).toEqual([
    422,
    'application/problem+json',
    'invalid',
  ])
  expect(body.errors).toEqual([
    { path: '1.metric', message: 'is not known. Did you mean "cpu"?' },
    { path: '2.value', message: 'is not a number. Write one without quotes, such as 42.' },
    {
      path: '3.at',
      message: 'is not a time. Write one such as "2026-11-22T15:00:00Z", or leave it out for now.',
    },
    {
      path: '4.at',
      message: 'lies more than 5 minutes in the future. Set the clock of the sender right.',
    },
    {
      path: '5.at',
      message: 'is older than 30 days, as long as single points are kept. Write a later one.',
    },
    {
      path: '6.metric',
      message:
        'is pulled by the collector and cannot be pushed. Take "pull" out of its configuration to push it.',
    },
    { path: '7.metric', message: 'is missing. Write the id of a metric.' },
    { path: '7.value', message: 'is not a number. Write one without quotes, such as 42.' },
    {
      path: '7.at',
      message: 'is not a time. Write one such as "2026-11-22T15:00:00Z", or leave it out for now.',
    },
    { path: '8', message: 'is no object. Write for example [{ "metric": "cpu", "value": 42 }].' },
    { path: '9', message: 'has a key that is not known here. Write metric, value and at.' },
    { path: '9.metric', message: 'is not known. Did you mean "error-rate"?' },
    { path: '10.value', message: 'is too large. Write one below 1e21, in a larger unit.' },
  ])
  expect(await points()).toEqual([])
})

test('clocks five minutes ahead and points as old as retention are taken', async () => {
  const { push } = await aMetricApi()
  const edges = [startTime + 5 * minute, startTime - 30 * day].map((at) => ({
    metric: 'cpu',
    value: 1,
    at: iso(at),
  }))
  expect((await push(edges)).status).toBe(200)
})

test('two values for one instant contradict each other, the same one twice does not', async () => {
  const { push, points } = await aMetricApi()
  const refused = await push([
    { metric: 'cpu', value: 1 },
    { metric: 'cpu', value: 2 },
  ])
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, '1'])
  expect(refused.body.errors[0].message).toContain('entry 0')
  expect(await points()).toEqual([])
  expect((await push(Array.from({ length: 2 }, () => ({ metric: 'cpu', value: 1 })))).status).toBe(200)
})

test.each([
  ['an object', { metric: 'cpu', value: 42 }, 'is no list'],
  ['nothing', [], 'is an empty list'],
  ['too many', Array.from({ length: largestBatch + 1 }, () => ({ metric: 'cpu', value: 1 })), 'at most 1000'],
])('%s is no batch', async (_, json, message) => {
  const { push, points } = await aMetricApi()
  const { status, body } = await push(json)
  expect([status, body.errors]).toMatchObject([422, [{ path: '' }]])
  expect(body.detail).toContain(message)
  expect(await points()).toEqual([])
})

test('a thousand points come in one request', async () => {
  const { push, points } = await aMetricApi()
  const batch = Array.from({ length: largestBatch }, (_, i) => ({
    metric: 'cpu',
    value: i,
    at: iso(startTime - i * minute),
  }))
  expect((await push(batch)).body).toEqual({ accepted: largestBatch })
  expect(await points()).toHaveLength(largestBatch)
})

test('a number that JSON can write and nobody can hold is refused', async () => {
  const { ask, createToken } = await aMetricApi()
  const token = await createToken(['metrics'])
  const { status, body } = await ask('POST', '/metrics', { text: '[{"metric":"cpu","value":1e999}]', token })
  expect([status, body.errors[0].path]).toEqual([422, '0.value'])
})

test('only a token that may push is let in, and only to push', async () => {
  const { ask, createToken, token, push } = await aMetricApi()
  const json = [{ metric: 'cpu', value: 1 }]
  expect((await ask('POST', '/metrics', { json, token: null })).status).toBe(401)
  expect((await ask('POST', '/metrics', { json, token })).body).toMatchObject({
    status: 403,
    scope: 'metrics',
  })
  expect((await ask('POST', '/metrics', { json, token: await createToken(['admin']) })).status).toBe(200)
  expect((await push(json)).status).toBe(200)
  const put = await ask('PUT', '/metrics')
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS'])
})

test('what the store refuses is not answered as taken', async () => {
  const { ask, createToken, store } = await anApi(
    aFolder(),
    (real) => ({
      ...real,
      commit: (facts) =>
        facts.metrics
          ? Promise.reject(new StoreError('the disk is full', { transient: true }))
          : real.commit(facts),
    }),
    metrics,
  )
  const { status, headers } = await ask('POST', '/metrics', {
    json: [{ metric: 'cpu', value: 1 }],
    headers: { 'idempotency-key': 'k' },
    token: await createToken(['metrics']),
  })
  expect([status, headers.get('retry-after')]).toEqual([503, '5'])
  expect(await store.latestMetrics()).toEqual([])
})
