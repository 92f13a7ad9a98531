import { expect, test } from 'vitest'
import type { MetricConfig } from '../../collector/core/metric/metric.ts'
import { MetricHistory, MetricInfo } from '../../collector/server/api/read-metrics.ts'
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
const secret = 'the-secret-of-the-pulling-team'
const metrics = [
  aMetric('cpu', {
    name: { fr: 'Processeur', en: 'Processor' },
    unit: '%',
    good: { operator: '<', value: 80 },
    growth: 100_000,
  }),
  aMetric('disk', {
    public: true,
    pull: {
      kind: 'prometheus',
      url: `http://127.0.0.1/${secret}`,
      query: secret,
      headers: { authorization: secret },
      every: minute,
      timeout: 1_000,
    },
  }),
]
const iso = (at: number): string => new Date(at).toISOString()

/** The API with those metrics and some points, asked with a token that may read. */
async function aReadableMetricApi() {
  const api = await anApi(aFolder(), undefined, metrics)
  const token = await api.createToken(['read'])
  const point = (metric: string, at: number, value: number) => ({ metric, at, value })
  await api.store.commit({
    metrics: [
      point('cpu', startTime - 90 * minute, 40),
      point('cpu', startTime - 80 * minute, 60),
      point('cpu', startTime - minute, 85),
      point('disk', startTime - 3 * hour, 12),
    ],
  })
  return { ...api, read: (path: string) => api.ask('GET', path, { token }) }
}

test('a token that may read sees every metric as it stands, private ones too', async () => {
  const { read } = await aReadableMetricApi()
  const { status, body, headers } = await read('/metrics')
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(body).toEqual([
    {
      id: 'cpu',
      name: { fr: 'Processeur', en: 'Processor' },
      description: null,
      group: null,
      unit: '%',
      component: null,
      summary: 'mean',
      good: { operator: '<', value: 80 },
      thresholds: { warning: null, critical: null },
      growth: 0.1,
      public: false,
      source: 'push',
      every: null,
      latest: { at: iso(startTime - minute), value: 85 },
      state: 'warning',
    },
    expect.objectContaining({
      id: 'disk',
      public: true,
      source: 'prometheus',
      every: minute,
      // Pulled each minute, and three hours old.
      state: 'unknown',
    }),
  ])
  for (const one of body) expect(MetricInfo.strict().parse(one)).toEqual(one)
})

test('where a metric is pulled from is shown to nobody', async () => {
  const { read } = await aReadableMetricApi()
  for (const path of ['/metrics', '/metrics/disk'])
    expect(JSON.stringify((await read(path)).body)).not.toContain(secret)
})

test('a metric is read hour by hour, the last 48 unless asked for others', async () => {
  const { read } = await aReadableMetricApi()
  const { status, body } = await read('/metrics/cpu')
  expect([status, body.from, body.until]).toEqual([200, iso(startTime - 48 * hour), iso(startTime)])
  expect(body.hours).toMatchObject([
    { at: iso(startTime - 2 * hour), value: 50, min: 40, max: 60, points: 2 },
    { at: iso(startTime - hour), value: 85, min: 85, max: 85, points: 1 },
  ])
  expect(MetricHistory.strict().parse(body)).toEqual(body)
  const early = (await read(`/metrics/cpu?from=-2h&until=${iso(startTime - 70 * minute)}`)).body
  expect(early.hours.map(({ value }: { value: number }) => value)).toEqual([50])
  // The hour in which the span begins is part of it.
  expect((await read(`/metrics/cpu?from=${iso(startTime - 61 * minute)}`)).body.hours).toHaveLength(2)
  expect((await read('/metrics/cpu?from=2026-11-01&until=2026-11-02')).body.hours).toEqual([])
})

test.each([
  ['from=soon', 'from', 'is not a time'],
  ['from=now', 'from', 'is not before'],
  ['until=-500d&from=-400d', 'from', 'is not before'],
  ['from=-367d', 'from', 'more than 366 days'],
  ['from=2026-10-25T02:30', 'from', '2026-10-25T02:30+01:00'],
  ['until=2026-03-29T02:30', 'until', '2026-03-29 03:00 (Europe/Paris)'],
  ['from=2026-10-25T02:30Z[UTC]', 'from', 'is not a time'],
  ['since=-1d', '', 'since'],
])('a span that cannot be (%s) is refused with what to write', async (query, path, message) => {
  const { read } = await aReadableMetricApi()
  const { status, body } = await read(`/metrics/cpu?${query}`)
  expect([status, body.reason]).toEqual([422, 'invalid'])
  if (path) expect(body.errors[0].path).toBe(path)
  expect(JSON.stringify(body.errors)).toContain(message)
})

test('a metric that is not there is not found, and its name not repeated', async () => {
  const { read } = await aReadableMetricApi()
  const { status, body } = await read('/metrics/dsik')
  expect([status, body.reason]).toEqual([404, 'not_found'])
  expect(body.detail).toContain('Did you mean "disk"?')
  expect(JSON.stringify((await read('/metrics/%3Cb%3Ehello')).body)).not.toContain('<b>')
})

test('who may only push may not read, and nobody may without a token', async () => {
  const { ask, createToken } = await aReadableMetricApi()
  const pusher = await createToken(['metrics'])
  for (const path of ['/metrics', '/metrics/cpu']) {
    expect((await ask('GET', path, { token: pusher })).body).toMatchObject({ status: 403, scope: 'read' })
    expect((await ask('GET', path, { token: null })).status).toBe(401)
  }
})

test('a year of hours is one answer', async () => {
  const { store, read } = await aReadableMetricApi()
  await store.commit({
    metrics: Array.from({ length: 300 }, (_, i) => ({
      metric: 'cpu',
      at: startTime - (i + 3) * day,
      value: i,
    })),
  })
  expect((await read('/metrics/cpu?from=-365d')).body.hours).toHaveLength(302)
})

test('the report of a month has the private metrics for a token that may read, and of no month that has not begun', async () => {
  const { read, ask, createToken } = await aReadableMetricApi()
  const { status, body } = await read('/reports/2026-11')
  expect(status).toBe(200)
  expect(body).toMatchObject({ kind: 'monthly', period: '2026-11', metrics: [{ id: 'disk' }] })
  expect(body.private_metrics).toMatchObject([{ id: 'cpu', unit: '%', points: 3, growth_promised: 0.1 }])
  expect((await read('/reports/2026-11-22')).body).toMatchObject({
    kind: 'daily',
    private_metrics: [{ id: 'cpu' }],
  })
  expect((await read('/reports/2026-12')).body).toMatchObject({
    status: 404,
    detail: 'there is no report of this period. Write a month or a day that has begun, such as 2026-10.',
  })
  const pusher = await createToken(['metrics'])
  expect((await ask('GET', '/reports/2026-11', { token: pusher })).status).toBe(403)
})
