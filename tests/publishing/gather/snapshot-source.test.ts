import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { assembleSnapshot } from '../../../collector/core/snapshot/assemble-snapshot.ts'
import type { Config } from '../../../collector/core/config/config.ts'
import type { MetricConfig } from '../../../collector/core/metric/metric.ts'
import type { Health } from '../../../collector/core/monitoring/health.ts'
import { backfill } from '../../../collector/monitoring/backfill.ts'
import { createSnapshotSource } from '../../../collector/publishing/gather/snapshot-source.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import type { Store, StoreReader } from '../../../collector/store/store.ts'
import { aComponent, aConfig, usualCadence } from '../../core/builders.ts'
import { anIncident } from '../../store/builders.ts'

const minute = 60_000
const hour = 60 * minute
const now = Date.UTC(2026, 10, 10, 12)

async function aStore(): Promise<Store> {
  const dir = mkdtempSync(join(tmpdir(), 'vigie-gather-'))
  const store = await openSqliteStore(join(dir, 'status.db'), { timezone: 'UTC' })
  onTestFinished(async () => {
    await store.close()
    rmSync(dir, { recursive: true, force: true })
  })
  return store
}

/** Checks of a monitor each 30 s over a span, as they would have been recorded. */
async function watch(
  store: Store,
  monitor: string,
  span: { readonly from: number; readonly to: number },
  healthAt: (at: number) => Health = () => 'up',
  took = 100,
): Promise<void> {
  const checks = Array.from({ length: Math.ceil((span.to - span.from) / usualCadence.every) }, (_, i) => {
    const at = span.from + i * usualCadence.every
    const health = healthAt(at)
    const fault = { code: 'timeout', detail: 'no answer' } as const
    return { monitor, region: '', at, health, took, ...(health === 'down' && { fault }) }
  })
  await backfill(store, { id: monitor, ...usualCadence }, '', checks)
}

const aMetric: MetricConfig = {
  id: 'cpu',
  name: 'CPU',
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
}

const configured = (store: Store, at: number, config: Config) =>
  store.commit({ configuration: { at, components: config.components, region: '' } })

/** The page as a collector that only passes by would publish it. */
const seen = async (store: Store, config: Config, at = now) =>
  assembleSnapshot(
    await createSnapshotSource(store, config, () => ({ cutOff: false, demo: false }), false).gather(at),
  )

test('what a monitor saw before it was taken out of the configuration still counts', async () => {
  const store = await aStore()
  const two = aConfig({ components: [aComponent('api', {}, 2)] })
  const from = now - 10 * hour
  await configured(store, from, two)
  await watch(store, 'api-0', { from, to: now })
  const [begins, ends] = [from + hour, from + hour + 10 * minute]
  await watch(store, 'api-1', { from, to: now - 5 * hour }, (at) =>
    at >= begins && at < ends ? 'down' : 'up',
  )
  const before = (await seen(store, two)).components[0]!.uptime
  expect(before).toMatchObject({ down: 0.3 * 10 * minute, unknown: 0, period: 10 * hour })
  const one = aConfig({ components: [aComponent('api')] })
  await configured(store, now, one)
  const after = (await seen(store, one)).components[0]!
  expect(after.uptime).toEqual(before)
  expect(after.status).toBe('operational')
  expect(after.days.at(-1)!.checks).toBe(1200 + 600)
})

test('the response of a month is that of all its days, of the page that of all its components', async () => {
  const store = await aStore()
  const config = aConfig({ components: [aComponent('api'), aComponent('web')] })
  await configured(store, now - 50 * hour, config)
  await watch(store, 'api-0', { from: now - 50 * hour, to: now }, () => 'up', 100)
  await watch(store, 'web-0', { from: now - 50 * hour, to: now }, () => 'up', 300)
  const { components, response } = await seen(store, config)
  expect(components[0]!.months['2026-11']).toMatchObject({ checks: 6_000, mean: 100 })
  expect(components[0]!.months['2026-11']!.p95).toBeCloseTo(100, -1)
  expect(response.months['2026-11']).toMatchObject({ checks: 12_000, mean: 200 })
  expect(response.days['2026-11-09']).toMatchObject({ checks: 2 * 2_880, mean: 200 })
  expect(components[1]!.days.at(-2)).toMatchObject({ checks: 2_880, mean: 300 })
})

test('usual spans are told up to the start of the hour, whole days and the hours of today together', async () => {
  const store = await aStore()
  const config = aConfig({ components: [aComponent('api')] })
  await configured(store, now - 50 * hour, config)
  await watch(store, 'api-0', { from: now - 50 * hour, to: now - 13 * hour }, () => 'up', 100)
  await watch(store, 'api-0', { from: now - 13 * hour, to: now + 20 * minute }, () => 'up', 300)
  const { spans } = (await seen(store, config, now + 20 * minute)).components[0]!
  expect(spans['last_7_days']).toMatchObject({ checks: 6_000, mean: (37 * 100 + 13 * 300) / 50 })
  expect(spans['last_7_days']!.p95).toBeCloseTo(300, -1)
  expect(spans['2026-11']).toEqual(spans['recent'])
  expect(spans['2026-10']).toMatchObject({ checks: 0, p95: null })
})

test('answers of the last hour are held against those of the week before', async () => {
  const store = await aStore()
  const config = aConfig({ components: [aComponent('api'), aComponent('web')] })
  await configured(store, now - 30 * hour, config)
  for (const id of ['api-0', 'web-0']) {
    await watch(store, id, { from: now - 30 * hour, to: now - hour }, () => 'up', 100)
    await watch(store, id, { from: now - hour + 1, to: now }, () => 'up', id === 'api-0' ? 160 : 100)
  }
  const [api, web] = (await seen(store, config)).components
  expect(api!.regression).toMatchObject({ checks: 120, level: 'critical' })
  expect(api!.regression.change).toBeCloseTo(0.6, 1)
  expect(web!.regression.level).toBe('none')
})

/** A store in which somebody commits before every single read. */
const interrupted = (store: Store, commit: () => Promise<void>): Pick<Store, 'read'> => ({
  read: (work) =>
    store.read((reader) =>
      work(
        new Proxy(reader, {
          get:
            (target, name: keyof StoreReader) =>
            async (args: never, ...more: never[]) => {
              await commit()
              return (target[name] as (...all: never[]) => Promise<unknown>)(args, ...more)
            },
        }),
      ),
    ),
})

const live = () => ({ cutOff: false, demo: false })

test('a page is of one instant, whatever is committed while it is gathered, and the next one has all of it', async () => {
  const store = await aStore()
  const components = [aComponent('api'), aComponent('web')]
  const config = aConfig({ components, metrics: [aMetric] })
  await configured(store, now - 50 * hour, config)
  await watch(store, 'api-0', { from: now - 50 * hour, to: now - hour })
  let commits = 0
  let between = async (): Promise<void> => {}
  const source = createSnapshotSource(
    interrupted(store, () => between()),
    config,
    live,
    false,
  )
  const pageAt = async (gathered: ReturnType<typeof source.gather>) => assembleSnapshot(await gathered)
  const fresh = () => pageAt(createSnapshotSource(store, config, live, false).gather(now))

  for (let round = 0; round < 3; round++) {
    const before = await fresh()
    between = async () => {
      // One commit of each kind that a gathering remembers something of.
      const at = now - 40 * hour + ++commits * minute
      await store.commit({
        incidents: [anIncident({ id: `incident${commits}`, startedAt: at })],
        metrics: [{ metric: 'cpu', at, value: commits }],
      })
      await backfill(store, { id: 'web-0', ...usualCadence }, '', [
        { monitor: 'web-0', region: '', at, health: 'up', took: commits },
      ])
    }
    expect(await pageAt(source.gather(now))).toEqual(before)
  }
  expect(commits).toBeGreaterThan(20)
  between = async () => {}
  const last = await fresh()
  expect(await pageAt(source.gather(now))).toEqual(last)
  expect(last.incidents).toHaveLength(commits)
})

test('of two that gather at once each has a page of its own instant, and neither spoils the next', async () => {
  const store = await aStore()
  const config = aConfig({ components: [aComponent('api')] })
  await configured(store, now - 50 * hour, config)
  await watch(store, 'api-0', { from: now - 50 * hour, to: now - hour })
  const gate = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  let isFirst = true
  const source = createSnapshotSource(
    interrupted(store, async () => {
      if (!isFirst) return
      isFirst = false
      begun.resolve()
      await gate.promise
    }),
    config,
    live,
    false,
  )
  const early = source.gather(now)
  await begun.promise
  await store.commit({ incidents: [anIncident({ startedAt: now - hour })] })
  const late = await source.gather(now)
  gate.resolve()
  expect((await early).incidents).toEqual([])
  expect(late.incidents).toHaveLength(1)
  expect((await source.gather(now)).incidents).toHaveLength(1)
})

test('what has not changed stays the same object, so that what was made of it is found again', async () => {
  const store = await aStore()
  const config = aConfig({ components: [aComponent('api')] })
  const [one, two] = ['one', 'two'].map((id) => anIncident({ id, startedAt: now - hour }))
  await store.commit({ incidents: [one!, two!] })
  const source = createSnapshotSource(store, config, live, false)
  const before = await source.gather(now)
  await store.commit({ incidents: [{ ...two!, version: 2, impact: 'minor' }] })
  const after = await source.gather(now)
  expect(after.incidents[0]).toBe(before.incidents[0])
  expect(after.incidents[1]).toMatchObject({ id: 'two', version: 2, impact: 'minor' })
})

test('checks that a full disk kept waiting for hours are counted in their hours and days once they are stored', async () => {
  const store = await aStore()
  const config: Config = aConfig({ components: [aComponent('api')] })
  const source = createSnapshotSource(store, config, () => ({ cutOff: false, demo: false }))
  const begun = Date.UTC(2026, 10, 9, 20)
  const record = (from: number, to: number) =>
    store.commit({
      checks: Array.from({ length: (to - from) / minute }, (_, i) => ({
        monitor: 'api-0',
        region: '',
        at: from + i * minute,
        health: 'up' as const,
        took: 100,
      })),
    })
  const figures = async (reader: typeof source, at: number) => {
    const { components, response } = assembleSnapshot(await reader.gather(at))
    const { days, latency, spans, months } = components[0]!
    return {
      checks: days.slice(-2).map(({ checks }) => checks),
      hours: latency.map(({ checks }) => checks),
      spans,
      months,
      response: response.months,
    }
  }
  await record(begun, begun + 2 * hour)
  await figures(source, begun + 2 * hour)
  // Nothing can be stored from 22:00 to 04:00 of the next day; the page is published all the same.
  for (let at = begun + 2 * hour; at <= begun + 8 * hour; at += 30 * minute) await figures(source, at)
  await record(begun + 2 * hour, begun + 8 * hour)
  const late = await figures(source, begun + 8 * hour + minute)
  expect(late.checks).toEqual([240, 240])
  expect(late.hours).toEqual([60, 60, 60, 60, 60, 60, 60, 60])
  const fresh = createSnapshotSource(store, config, () => ({ cutOff: false, demo: false }))
  expect(late).toEqual(await figures(fresh, begun + 8 * hour + minute))
})
