import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { assembleSnapshot } from '../../collector/core/snapshot/assemble-snapshot.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { backfill } from '../../collector/monitoring/backfill.ts'
import { createSnapshotSource } from '../../collector/publishing/gather/snapshot-source.ts'
import { createSnapshotMaker } from '../../collector/publishing/snapshot-maker.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Facts } from '../../collector/store/facts.ts'
import { aComponent, aConfig, aMaintenance, usualCadence } from '../core/builders.ts'
import { aTransition, anIncident } from '../store/builders.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Twenty past an hour: no hour turns in the minutes of these tests unless they say so. */
const noon = Date.UTC(2026, 10, 10, 12, 20)

/** A maker on a store with some days of two components, one of which was down for an hour three days ago. */
async function aMaker(start = noon, span = 10 * day) {
  const dir = mkdtempSync(join(tmpdir(), 'vigie-maker-'))
  const store = await openSqliteStore(join(dir, 'status.db'), { timezone: 'UTC' })
  onTestFinished(async () => {
    await store.close()
    rmSync(dir, { recursive: true, force: true })
  })
  const config = aConfig({ components: [aComponent('api'), aComponent('web')] })
  await store.commit({ configuration: { at: start - 10 * day, components: config.components, region: '' } })
  for (const [i, monitor] of ['api-0', 'web-0'].entries()) {
    const checks = Array.from({ length: span / (10 * minute) }, (_, n) => {
      const at = start - span + n * 10 * minute
      const isDown = i === 0 && at >= start - 3 * day && at < start - 3 * day + hour
      return isDown
        ? {
            monitor,
            region: '',
            at,
            health: 'down' as const,
            took: 9,
            fault: { code: 'timeout', detail: 'x' } as const,
          }
        : { monitor, region: '', at, health: 'up' as const, took: 100 + i }
    })
    await backfill(store, { id: monitor, ...usualCadence, every: 10 * minute }, '', checks)
  }
  const state = { cutOff: false }
  const source = createSnapshotSource(store, config, () => ({ cutOff: state.cutOff, demo: false }))
  const fresh = async (now: number): Promise<Snapshot> =>
    assembleSnapshot(
      await createSnapshotSource(store, config, () => ({ cutOff: state.cutOff, demo: false })).gather(now),
    )
  const checkAll = (at: number): Promise<void> =>
    store.commit({
      checks: ['api-0', 'web-0'].map((monitor) => ({
        monitor,
        region: '',
        at,
        health: 'up' as const,
        took: 250,
      })),
    })
  return { store, source, fresh, checkAll, state, maker: createSnapshotMaker() }
}

/** A snapshot without what is told as of the hour: response times, and what is judged by budgets. */
const withoutHourly = (snapshot: Snapshot) => ({
  ...snapshot,
  response: null,
  components: snapshot.components.map(({ days, ...component }) => ({
    ...component,
    days: days.map((one) => ({ ...one, checks: 0, mean: 0, p50: 0, p95: 0, p99: 0 })),
    latency: [],
    hoursToday: null,
    spans: null,
    months: null,
    objectives: null,
    regression: null,
  })),
})

test('a minute of nothing but checks is brought forward, and says the same as everything read again', async () => {
  const { maker, source, fresh, checkAll } = await aMaker()
  await maker.whole(source, noon)
  for (let i = 1; i <= 20; i++) {
    const now = noon + i * minute
    await checkAll(now - 5_000)
    const { snapshot, scope } = await maker.minute(source, now)
    expect(scope).toBe('present')
    expect(withoutHourly(snapshot)).toEqual(withoutHourly(await fresh(now)))
    expect(snapshot.components[0]!.checkedAt).toBe(now - 5_000)
  }
})

const happenings: readonly [string, (now: number) => Facts][] = [
  [
    'a monitor that fails',
    (now) => ({ transitions: [aTransition({ monitor: 'api-0', at: now, seenAt: now, health: 'down' })] }),
  ],
  ['an incident', (now) => ({ incidents: [anIncident({ startedAt: now - minute })] })],
  [
    'maintenance that is planned',
    (now) => ({ maintenances: [aMaintenance({ scheduledFor: now + hour, scheduledUntil: now + 2 * hour })] }),
  ],
  [
    'a deployment',
    (now) => ({
      deployments: [
        {
          id: 'd1',
          version: '1.2.3',
          components: [],
          url: null,
          startedAt: now,
          finishedAt: null,
          outcome: null,
        },
      ],
    }),
  ],
]

test.each(happenings)('after %s all is read again', async (_, facts) => {
  const { maker, source, fresh, store } = await aMaker()
  await maker.whole(source, noon)
  const now = noon + minute
  await store.commit(facts(now - 5_000))
  const { snapshot, scope } = await maker.minute(source, now)
  expect(scope).toBe('minute')
  expect(snapshot).toEqual(await fresh(now))
})

test('while something is open every minute reads all again', async () => {
  const { maker, source, fresh, store } = await aMaker()
  await store.commit({ incidents: [anIncident({ startedAt: noon - hour })] })
  await maker.whole(source, noon)
  for (const now of [noon + minute, noon + 2 * minute]) {
    const { snapshot, scope } = await maker.minute(source, now)
    expect(scope).toBe('minute')
    expect(snapshot).toEqual(await fresh(now))
  }
})

test('with the hour, and when the network goes, all is read again', async () => {
  const { maker, source, checkAll, state } = await aMaker()
  await maker.whole(source, noon)
  await checkAll(noon + 39 * minute)
  expect((await maker.minute(source, noon + 39 * minute)).scope).toBe('present')
  expect((await maker.minute(source, noon + 40 * minute)).scope).toBe('minute')
  expect((await maker.minute(source, noon + 41 * minute)).scope).toBe('present')
  state.cutOff = true
  const { snapshot, scope } = await maker.minute(source, noon + 42 * minute)
  expect(scope).toBe('minute')
  expect(snapshot.cutOff).toBe(true)
})

test('of what has been watched for less than a day, figures are told again every five minutes', async () => {
  const { maker, source, checkAll } = await aMaker(noon, hour)
  await maker.whole(source, noon)
  const scopes: string[] = []
  for (let now = noon + minute; now <= noon + 11 * minute; now += minute) {
    await checkAll(now - 5_000)
    scopes.push((await maker.minute(source, now)).scope)
  }
  expect(scopes.map((scope, i) => (scope === 'minute' ? i + 1 : 0)).filter(Boolean)).toEqual([5, 10])
})

test('what a snapshot made for a message has seen does not hide from the page', async () => {
  const { maker, source, store } = await aMaker()
  await maker.whole(source, noon)
  await store.commit({
    transitions: [
      aTransition({ monitor: 'api-0', at: noon + 10_000, seenAt: noon + 10_000, health: 'down' }),
    ],
  })
  await source.gather(noon + 20_000)
  const { snapshot, scope } = await maker.minute(source, noon + minute)
  expect(scope).toBe('minute')
  expect(snapshot.components[0]!.status).toBe('major_outage')
})

test('what news leave over is of their instant, unless that is long ago', async () => {
  const { maker, source } = await aMaker()
  const news = await maker.news(source, noon)
  expect(news.scope).toBe('news')
  const rest = await maker.rest(source, noon + 1_000)
  expect(rest).toEqual({ scope: 'minute', snapshot: news.snapshot })
  expect((await maker.rest(source, noon + hour)).snapshot.generatedAt).toBe(noon + hour)
})
