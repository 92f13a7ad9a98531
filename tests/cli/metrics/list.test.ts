import { expect, onTestFinished, test } from 'vitest'
import { type MetricsCommandContext, listMetrics } from '../../../collector/cli/metrics/list.ts'
import { widthOf } from '../../../collector/core/text/terminal-width.ts'
import type { MetricConfig } from '../../../collector/core/metric/metric.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { aFolder, runVigie } from '../../e2e/run-vigie.ts'

const now = Date.parse('2026-11-22T15:00:00Z')
const minute = 60_000

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

async function aCommandContext(...metrics: MetricConfig[]) {
  const store = await openSqliteStore(':memory:', { timezone: 'UTC' })
  onTestFinished(() => store.close())
  const out: string[] = []
  const err: string[] = []
  const terminal = {
    data: '',
    configFile: '',
    env: {},
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    interactive: false,
  }
  const work: MetricsCommandContext = { terminal, config: { metrics }, store, now }
  const put = (metric: string, before: number, value: number) =>
    store.commit({ metrics: [{ metric, at: now - before, value }] })
  return { work, out, err, put }
}

test('metrics are listed with their latest value, its age, state and goal, and who sees them', async () => {
  const { work, out, put } = await aCommandContext(
    aMetric('cpu', { unit: '%', good: { operator: '<', value: 80 } }),
    aMetric('users', { public: true, thresholds: { warning: null, critical: { operator: '<', value: 10 } } }),
    aMetric('new'),
  )
  await put('cpu', 90_000, 81.23456)
  await put('users', 3 * 24 * 60 * minute, 1_234.5)
  expect(await listMetrics(work)).toBe(0)
  expect(out).toEqual([
    'ID     LATEST   AGE  STATE    GOAL      SEEN BY',
    'cpu    81.23 %  1m   warning  < 80      private',
    'users  1235     3d   unknown  not < 10  public',
    'new    -        -    unknown  -         private',
  ])
})

test('no line is wider than 80 columns, and nothing in it is an escape sequence', async () => {
  const long = aMetric('a'.repeat(60), {
    unit: `\u001b[31m${'requests per minute '.repeat(2)}`,
    good: { operator: '!=', value: -123_456_789.012_345 },
  })
  const { work, out, put } = await aCommandContext(long)
  await put(long.id, 400 * 24 * 60 * minute, -9.87654321e22)
  await listMetrics(work)
  for (const line of out) expect(widthOf(line)).toBeLessThanOrEqual(80)
  expect(out.join('')).not.toContain('\u001b')
})

test('a program reads all of it, but not where it is pulled from', async () => {
  const pull = {
    kind: 'json',
    url: 'http://127.0.0.1/secret',
    path: '$.secret',
    headers: { authorization: 'secret' },
    every: minute,
    timeout: 1_000,
  } as const
  const { work, out, put } = await aCommandContext(aMetric('cpu', { pull }))
  await put('cpu', 0, 42)
  await listMetrics(work, true)
  expect(JSON.parse(out[0]!)).toMatchObject([
    { id: 'cpu', source: 'json', every: minute, latest: { at: '2026-11-22T15:00:00.000Z', value: 42 } },
  ])
  expect(out[0]).not.toContain('secret')
})

test('where there are none, it says how one is made', async () => {
  const { work, out, err } = await aCommandContext()
  expect(await listMetrics(work)).toBe(0)
  expect([out, err.length]).toEqual([[], 1])
  await listMetrics(work, true)
  expect(out).toEqual(['[]'])
})

test('the command line has it, and knows what else it may be called', async () => {
  const folder = await aFolder(`
page: { name: Example }
components:
  - { id: api, name: API, monitors: [{ id: a, kind: tcp, host: 127.0.0.1, port: 1 }] }
metrics: [{ id: cpu, name: Processor, good: '< 80' }]
`)
  const [listed, refused] = await Promise.all([
    runVigie(folder, ['metrics', 'list']),
    runVigie(folder, ['metrics', 'lst']),
  ])
  expect(listed.code, listed.err).toBe(0)
  expect(listed.out).toContain('cpu  -       -    unknown  < 80  private')
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringContaining('Did you mean `vigie metrics list`?'),
  ])
})
