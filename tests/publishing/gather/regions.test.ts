import { expect, onTestFinished, test } from 'vitest'
import { assembleSnapshot } from '../../../collector/core/snapshot/assemble-snapshot.ts'
import type { Config } from '../../../collector/core/config/config.ts'
import { backfill } from '../../../collector/monitoring/backfill.ts'
import { createSnapshotSource } from '../../../collector/publishing/gather/snapshot-source.ts'
import { createSnapshotMaker } from '../../../collector/publishing/snapshot-maker.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../../collector/store/store.ts'
import { aComponent, aConfig, usualCadence } from '../../core/builders.ts'

const minute = 60_000
const hour = 60 * minute
/** Twenty past an hour: no hour turns in the minutes of these tests. */
const now = Date.UTC(2026, 10, 10, 12, 20)
const regions = ['paris', 'oslo', 'rome'].map((id) => ({ id, name: id }))

function configOf(): Config {
  const api = aComponent('api')
  const watchedFrom = { regions: regions.map(({ id }) => id), quorum: 'majority' as const }
  return aConfig({
    region: 'paris',
    regions,
    components: [{ ...api, monitors: api.monitors.map((monitor) => ({ ...monitor, watchedFrom })) }],
  })
}

/** Three places that watched a component for 30 hours, each at its own speed; from Oslo it is down since half past eleven. */
async function aWatchedStore(config: Config): Promise<Store> {
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  await store.commit({
    configuration: { at: now - 40 * hour, components: config.components, region: 'paris' },
  })
  for (const [i, { id: region }] of regions.entries())
    await look(store, region, now - 30 * hour, now, 100 * (i + 1))
  return store
}

async function look(store: Store, region: string, from: number, to: number, took: number): Promise<void> {
  const checks = Array.from({ length: (to - from) / usualCadence.every }, (_, i) => {
    const at = from + i * usualCadence.every
    const isDown = region === 'oslo' && at >= now - 50 * minute
    return isDown
      ? {
          monitor: 'api-0',
          region,
          at,
          health: 'down' as const,
          took,
          fault: { code: 'timeout' as const, detail: '' },
        }
      : { monitor: 'api-0', region, at, health: 'up' as const, took }
  })
  await backfill(store, { id: 'api-0', ...usualCadence }, region, checks)
}

const live = () => ({ cutOff: false, demo: false })

test('each place has its state, when it looked and its own response times; a minority that sees it down weighs nothing', async () => {
  const config = configOf()
  const store = await aWatchedStore(config)
  const source = createSnapshotSource(store, config, live)
  const [api] = assembleSnapshot(await source.gather(now)).components
  expect(api!.status).toBe('operational')
  expect(api!.uptime).toMatchObject({ down: 0, unknown: 0 })
  expect(api!.downFrom).toEqual({ down: 1, of: 3 })
  expect(
    api!.regions!.map(({ id, status, statusSince, checkedAt }) => [id, status, statusSince, checkedAt]),
  ).toEqual([
    ['paris', 'operational', now - 30 * hour, now - 30_000],
    ['oslo', 'major_outage', now - 50 * minute, now - 30_000],
    ['rome', 'operational', now - 30 * hour, now - 30_000],
  ])
  const [paris, oslo, rome] = api!.regions!
  // From 13:00 of the day before: 23 whole hours and the 20 minutes of the one that runs.
  expect(paris!.response).toMatchObject({ checks: (23 * 60 + 20) * 2, mean: 100 })
  expect(paris!.hoursToday).toMatchObject({ checks: 12 * 120, mean: 100 })
  expect(rome!.response.p95).toBeCloseTo(300, -1)
  expect(oslo!.response.mean).toBeCloseTo(200, 5)
  // Together as before.
  expect(api!.days.at(-1)).toMatchObject({ checks: 3 * (12 * 60 + 20) * 2 })
  // What is remembered comes to the same as what is read anew.
  await look(store, 'rome', now, now + 10 * minute, 900)
  const later = now + 10 * minute
  const fresh = await createSnapshotSource(store, config, live).gather(later)
  expect(assembleSnapshot(await source.gather(later))).toEqual(assembleSnapshot(fresh))
})

test('a quiet minute brings forward when each place last looked', async () => {
  const config = configOf()
  const store = await aWatchedStore(config)
  const source = createSnapshotSource(store, config, live)
  const maker = createSnapshotMaker()
  await maker.whole(source, now)
  await store.commit({
    checks: [{ monitor: 'api-0', region: 'rome', at: now + 30_000, health: 'up', took: 300 }],
  })
  const { snapshot, scope } = await maker.minute(source, now + minute)
  expect(scope).toBe('present')
  const [api] = snapshot.components
  expect(api!.regions!.map(({ checkedAt }) => checkedAt)).toEqual([now - 30_000, now - 30_000, now + 30_000])
  const [gathered] = assembleSnapshot(await source.gather(now + minute)).components
  // Response times are as of the snapshot before.
  const { response } = api!.regions![0]!
  expect(api!.regions!.map((one) => ({ ...one, response }))).toEqual(
    gathered!.regions!.map((one) => ({ ...one, response })),
  )
  expect(api!.downFrom).toEqual(gathered!.downFrom)
})

test('without regions nothing is told of places', async () => {
  const config = aConfig({ components: [aComponent('api')] })
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  await store.commit({ configuration: { at: now - hour, components: config.components, region: '' } })
  for (const region of ['', 'oslo']) await look(store, region, now - hour, now, 100)
  const [api] = assembleSnapshot(await createSnapshotSource(store, config, live).gather(now)).components
  expect(Object.keys(api!)).not.toContain('regions')
  expect(Object.keys(api!)).not.toContain('downFrom')
})
