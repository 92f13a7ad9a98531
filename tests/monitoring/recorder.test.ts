import { expect, onTestFinished, test } from 'vitest'
import { resolveIncidentTemplates } from '../../collector/config/incident-templates.ts'
import type { Check } from '../../collector/core/monitoring/check.ts'
import { type HealthState, emptyHealthState } from '../../collector/core/monitoring/health-state.ts'
import type { KnownHealth } from '../../collector/core/monitoring/health.ts'
import { type StateChanges, createMonitorStates } from '../../collector/core/evaluation/monitor-states.ts'
import type { Monitor } from '../../collector/core/monitoring/monitor.ts'
import { backfill } from '../../collector/monitoring/backfill.ts'
import { pruneChecks } from '../../collector/monitoring/retention.ts'
import { createRecorder } from '../../collector/monitoring/recorder.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { fakeClock } from '../fake-clock.ts'
import { Conflict, type StoreError } from '../../collector/store/store.ts'

const start = Date.UTC(2026, 10, 1)
const hour = 3_600_000
const monitor: Monitor = {
  kind: 'tcp',
  id: 'a',
  component: 'api',
  host: '127.0.0.1',
  port: 1,
  every: 30_000,
  timeout: 10_000,
  expect: {},
  confirm: { failures: 2, successes: 1, retryEvery: 5_000 },
}
const config = {
  components: [
    {
      id: 'api',
      name: 'API',
      description: null,
      group: null,
      tier: null,
      priority: null,
      monitors: [monitor],
    },
  ],
  incidents: {
    automatic: true,
    reopenWithin: 900_000,
    from: 'degraded_performance' as const,
    templates: resolveIncidentTemplates(undefined, ['fr', 'en']),
  },
  page: { locales: ['en'] },
  retention: { checks: 24 * hour },
}
const aCheck = (seconds: number, health: KnownHealth): Check => ({
  monitor: 'a',
  region: '',
  at: start + seconds * 1_000,
  health,
  took: 10,
})
const forever = { from: 0, to: Infinity }

async function recording(options: { maxPages?: number } = {}) {
  const store = await openSqliteStore(':memory:', options)
  const clock = fakeClock(start)
  const changes: StateChanges[] = []
  const troubles: (StoreError | null)[] = []
  const states = createMonitorStates(config, '', new Map(), [])
  const record = createRecorder({
    clock,
    store,
    states,
    stateRevisions: new Map(),
    onStored: (change) => {
      if (change.kind === 'monitoring') changes.push(change)
    },
    onTrouble: (trouble) => troubles.push(trouble),
  })
  onTestFinished(async () => {
    await record.stop()
    await store.close()
  })
  const see = (seconds: number, health: KnownHealth): void =>
    record.record(aCheck(seconds, health), start + seconds * 1_000)
  return { store, record, book: states, changes, troubles, see, clock }
}

test('a check, the transition it confirms and the incident it opens are one commit, told after it', async () => {
  const { store, record, see, changes } = await recording()
  see(0, 'up')
  see(30, 'down')
  see(35, 'down')
  await record.flush()
  expect(await store.checks('a', '', forever)).toHaveLength(3)
  expect((await store.transitions(forever)).map(({ at, health }) => [(at - start) / 1_000, health])).toEqual([
    [0, 'up'],
    [30, 'down'],
  ])
  const [incident] = await store.incidents()
  expect(incident).toMatchObject({ about: 'api', startedAt: start + 30_000 })
  expect(changes.flatMap((change) => change.incidents)).toHaveLength(1)
})

test('checks without consequences wait at most a second', async () => {
  const { store, record, see, clock } = await recording()
  see(0, 'up')
  await record.flush()
  see(30, 'up')
  expect(record.backlog()).toBe(1)
  await clock.advance(1_000)
  expect(record.backlog()).toBe(0)
  expect(await store.checks('a', '', forever)).toHaveLength(2)
})

test('two checks of one instant are kept apart, in order', async () => {
  const { store, record, see } = await recording()
  see(0, 'up')
  see(0, 'down')
  await record.flush()
  expect((await store.checks('a', '', forever)).map((check) => check.at - start)).toEqual([0, 1])
})

test('what conflicts is durable when the flush resolves, and when the recorder has stopped', async () => {
  for (const end of ['flush', 'stop'] as const) {
    const { store, record, see } = await recording()
    const commit = store.commit.bind(store)
    let refusals = 3
    store.commit = async (facts) => {
      if (refusals-- > 0) throw new Conflict('somebody was faster', null)
      await commit(facts)
    }
    see(0, 'up')
    see(30, 'down')
    see(35, 'down')
    await record[end]()
    expect(record.backlog()).toBe(0)
    expect(await store.checks('a', '', forever)).toHaveLength(3)
    expect(await store.incidents()).toHaveLength(1)
  }
})

test('a person who wrote the incident at the same moment wins, and nothing else is lost', async () => {
  const { store, record, see } = await recording()
  see(0, 'up')
  see(30, 'down')
  see(35, 'down')
  await record.flush()
  const [incident] = await store.incidents()
  const words = {
    id: 'u',
    at: start + 40_000,
    status: 'identified' as const,
    body: 'We know.',
    components: {},
    author: 'Ada',
  }
  await store.commit({ incidents: [{ ...incident!, version: 2, updates: [...incident!.updates, words] }] })
  see(60, 'up')
  await record.flush()
  await record.flush()
  const [after] = await store.incidents()
  expect(after).toMatchObject({ version: 2 })
  expect(after!.updates.at(-1)).toEqual(words)
  expect((await store.transitions(forever)).at(-1)).toMatchObject({ health: 'up', at: start + 60_000 })
})

test('a state that another process replaced meanwhile is taken over, and the checks that wait are applied to it', async () => {
  const { store, record, book: states, see } = await recording()
  see(0, 'up')
  await record.flush()
  await backfill(store, monitor, '', [aCheck(-60, 'down'), aCheck(-55, 'down'), aCheck(-30, 'up')])
  see(30, 'down')
  see(35, 'down')
  await record.flush()
  await record.flush()
  expect(record.trouble()).toBeNull()
  expect((await store.transitions(forever)).map(({ at, health }) => [(at - start) / 1_000, health])).toEqual([
    [-60, 'down'],
    [-30, 'up'],
    [30, 'down'],
  ])
  expect(await store.checks('a', '', forever)).toHaveLength(6)
  expect((await store.series())[0]!.state).toEqual(states.state('a'))
  const [incident] = await store.incidents()
  expect(incident).toMatchObject({ about: 'api', startedAt: start + 30_000 })
})

test('while another process backfills again and again, no check and no transition is lost', async () => {
  const { store, record, see, clock } = await recording()
  const health = (i: number): KnownHealth => (i % 10 >= 5 && i % 10 < 8 ? 'down' : 'up')
  let imported = Promise.resolve()
  for (let i = 0; i < 120; i++) {
    see(i * 30, health(i))
    if (i % 3 === 0)
      imported = imported.then(() => backfill(store, monitor, '', [aCheck(-10_000 + i * 30, 'up')]))
    if (i % 4 === 0) await clock.advance(1_000)
  }
  await imported
  for (let i = 0; i < 3; i++) await record.flush()
  expect(record.backlog()).toBe(0)
  const live = await store.transitions(forever)
  await backfill(store, monitor, '', [])
  const rebuilt = await store.transitions(forever)
  const simple = (list: typeof live) => list.map(({ at, health: found }) => [(at - start) / 1_000, found])
  expect(simple(live)).toEqual(simple(rebuilt))
  expect(await store.checks('a', '', forever)).toHaveLength(160)
})

test('a backfill in any order, repeated, gives the timeline of a live collector', async () => {
  const live = await recording()
  const imported = await recording()
  const checks = Array.from({ length: 400 }, (_, i) =>
    aCheck(i * 30, i >= 100 && i < 120 ? 'down' : i % 37 === 0 ? 'degraded' : 'up'),
  )
  for (const check of checks) live.record.record(check, check.at)
  await live.record.flush()
  await backfill(imported.store, monitor, '', checks.filter((_, i) => i % 2 === 0).toReversed())
  await backfill(
    imported.store,
    monitor,
    '',
    checks.filter((_, i) => i % 3 !== 0),
  )
  await backfill(imported.store, monitor, '', checks)
  const simple = async (store: typeof live.store) =>
    (await store.transitions(forever)).map(({ at, health }) => ({ at, health }))
  expect(await simple(imported.store)).toEqual(await simple(live.store))
  expect(await imported.store.rollups('hour', forever)).toEqual(await live.store.rollups('hour', forever))
  expect(await imported.store.incidents()).toEqual([])
})

test('pruned checks are gone, their figures stay, and a backfill into them is refused by name', async () => {
  const { store } = await recording()
  const checks = Array.from({ length: 4 * 2_880 }, (_, i) =>
    aCheck(i * 30, i >= 100 && i < 120 ? 'down' : 'up'),
  )
  await backfill(store, monitor, '', checks)
  const before = {
    transitions: await store.transitions(forever),
    rollups: await store.rollups('day', forever),
  }
  const now = start + 96 * hour
  while (await pruneChecks(store, config, now));
  expect((await store.checks('a', '', forever))[0]!.at).toBe(start + 72 * hour)
  expect(await store.transitions(forever)).toEqual(before.transitions)
  expect(await store.rollups('day', forever)).toEqual(before.rollups)
  await expect(backfill(store, monitor, '', [aCheck(60, 'down')])).rejects.toThrow('2026-11-01T00:00Z')
  // What can still be folded again goes on from where the pruned checks left off.
  await backfill(store, monitor, '', [{ ...aCheck(0, 'up'), at: now + 1_000 }])
  expect((await store.transitions(forever)).slice(0, before.transitions.length)).toEqual(before.transitions)
})

test('a full disk loses nothing, is reported once, and heals', async () => {
  const { store, record, see, troubles } = await recording({ maxPages: 40 })
  see(0, 'up')
  await record.flush()
  for (let i = 1; i < 60_000; i++) see(i * 30, 'up')
  await record.flush()
  expect(record.trouble()?.transient).toBe(true)
  expect(troubles).toHaveLength(1)
  expect(record.backlog()).toBe(59_999)
  expect(await store.checks('a', '', forever)).toHaveLength(1)
})

test('another configuration loses no check: what waits is written, and what is stored of new monitors is taken up', async () => {
  const { store, record, book, see } = await recording()
  const known: HealthState = {
    ...emptyHealthState,
    health: 'down',
    before: 'down',
    lastAt: start,
    since: start,
  }
  await store.commit({ states: [{ monitor: 'b', region: '', state: known, basedOn: 0 }] })
  see(0, 'up')
  const [component] = config.components
  const other = (id: string) => ({
    ...config,
    components: [{ ...component!, monitors: component!.monitors.map((one) => ({ ...one, id })) }],
  })
  await record.reconfigure(other('b'))
  expect(record.backlog()).toBe(0)
  expect(book.state('b')).toEqual(known)
  // The last check of one that is gone, and the first of one that has come.
  see(30, 'up')
  record.record({ ...aCheck(31, 'up'), monitor: 'b' }, start + 31_000)
  await record.flush()
  await record.reconfigure(other('a'))
  see(60, 'up')
  await record.flush()
  expect(await store.checks('a', '', forever)).toHaveLength(3)
  expect(await store.checks('b', '', forever)).toHaveLength(1)
  const series = await store.series()
  expect(new Map(series.map((one) => [one.monitor, one.state?.health]))).toEqual(
    new Map([
      ['a', 'up'],
      ['b', 'up'],
    ]),
  )
})

test('a change of a component’s status is owed in the transaction that stores it', async () => {
  const { record, see, store } = await recording()
  see(0, 'up')
  see(30, 'down')
  see(60, 'down')
  await record.flush()
  const owed = await store.pendingNotifications(10)
  const subjects = owed.map(({ subject }) => subject).filter(({ kind }) => kind === 'component_status')
  expect(subjects).toEqual([
    { kind: 'component_status', component: 'api', at: start },
    { kind: 'component_status', component: 'api', at: start + 30_000 },
  ])
})
