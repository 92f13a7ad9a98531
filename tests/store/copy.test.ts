import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import pg from 'pg'
import { copyStore } from '../../collector/store/copy/copy-store.ts'
import { openPostgresSide } from '../../collector/store/copy/postgres-side.ts'
import { openSqliteSide } from '../../collector/store/copy/sqlite-side.ts'
import type { CopySide } from '../../collector/store/copy/side.ts'
import { copiedTables } from '../../collector/store/copy/tables.ts'
import type { Store } from '../../collector/store/store.ts'
import {
  aCheck,
  allChecks,
  allTime,
  anAnnouncement,
  aNotification,
  anIncident,
  api,
  aState,
  aSubscriber,
  aTransition,
  checkHistory,
  day,
  hour,
  start,
} from './builders.ts'
import { aDatabaseFile } from './database-file.ts'
import { aPostgresLocation } from './postgres/schemas.ts'
import { noPostgres, type PostgresServer, startPostgres } from './postgres/server.ts'

/** Something of every kind, with faults, late checks, pruned ones, and numbers that were given out. */
async function fill(store: Store): Promise<void> {
  for (const [seed, monitor] of ['api-http', 'web-http', 'dns'].entries())
    await store.commit({ checks: checkHistory(3_000, { seed, monitor, every: 300_000 }) })
  await store.commit({
    checks: [
      aCheck({
        at: start + 7,
        health: 'down',
        took: null,
        fault: { code: 'status', detail: 'a\0b "é"\u2028' },
      }),
      aCheck({ monitor: 'once', region: 'paris', every: 60_000 }),
    ],
    states: [{ ...api, state: aState(), basedOn: 0 }],
    transitions: [aTransition(), aTransition({ at: start + 5, health: 'down' })],
    incidents: [anIncident()],
    announcements: [anAnnouncement()],
    notifications: [aNotification()],
    tokens: [
      {
        id: 'token0000001',
        name: 'é',
        scopes: ['read', 'notices'],
        hash: 'f'.repeat(64),
        createdAt: start,
        expiresAt: null,
        revokedAt: null,
      },
    ],
    metrics: [0.1, -3e-9, 1e300].map((value, n) => ({ metric: 'load', at: start + n, value })),
    reports: [
      {
        sequence: 1,
        period: '2026-10',
        revision: 1,
        frozenAt: start,
        why: null,
        data: 'd',
        previous: null,
        hash: 'h',
        text: '{"é":1}\n',
        facts: 'f',
      },
    ],
    components: [{ component: 'api', firstAt: start }],
  })
  await store.commit({ incidents: [anIncident({ version: 2 })] })
  await store.prune(api, start + 3 * hour, aState({ since: 9 }), 10_000)
  await store.putSubscribers([aSubscriber()])
  await store.expandNotification({
    notification: aNotification().key,
    deliveries: [{ channel: 'mail', recipient: 'subscriber01', topic: 't', dueAt: start }],
    cursor: null,
    at: start,
  })
  await store.installationKey('links', () => Buffer.alloc(32, 7))
  await store.installationKey('page', () => Buffer.from('https://status.example.com/é'))
  await store.acquireLease('publish', 'me', start, 1_000)
}

/** All that a store tells. */
const everything = async (store: Store) => ({
  checks: await allChecks(store),
  series: (await store.series()).toSorted((a, b) => (a.monitor < b.monitor ? -1 : 1)),
  latest: await store.latestChecks(),
  hours: await store.rollups('hour', allTime),
  days: await store.rollups('day', allTime),
  transitions: await store.transitions(allTime),
  incidents: await store.incidents(),
  announcements: await store.announcements(),
  tokens: await store.tokens(),
  points: await store.metricPoints('load', allTime),
  metricHours: await store.metricHours(allTime),
  reports: await store.reports(),
  components: await store.componentRecords(),
  pending: await store.pendingNotifications(10),
  deliveries: await store.deliveries({ limit: 10 }),
  subscribers: await store.subscribers({ limit: 10 }),
  key: await store.installationKey('links', () => Buffer.alloc(32)),
  // What programs know the page by.
  identity: await store.installationKey('page', () => Buffer.alloc(32)),
})

describe.skipIf(noPostgres !== null)(noPostgres ?? 'copying a store', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.dispose())

  async function open(side: Promise<CopySide>): Promise<CopySide> {
    const opened = await side
    onTestFinished(opened.close)
    return opened
  }
  const names = { from: 'A', to: 'B' }

  test('to PostgreSQL and back: every read is as it was, and both go on from there', async () => {
    const first = aDatabaseFile()
    const middle = await aPostgresLocation(server)
    const last = aDatabaseFile()
    for (const { dispose } of [first, middle, last]) onTestFinished(dispose)
    const origin = await first.open({ timezone: 'Europe/Paris' })
    await fill(origin)
    const before = await everything(origin)
    const postgres = await open(openPostgresSide(middle.url))
    const counts = await copyStore(await open(openSqliteSide(first.file)), postgres, names)
    expect(counts).toMatchObject({ series: 4, incidents: 1, deliveries: 1, tokens: 1 })
    const copied = await middle.open()
    expect(await everything(copied)).toEqual(before)
    await copyStore(postgres, await open(openSqliteSide(last.file)), names)
    expect(await everything(await last.open())).toEqual(before)

    // What the databases number themselves goes on after what was copied.
    const late = [aCheck({ at: start + 30 * day }), aCheck({ monitor: 'new' })]
    for (const store of [origin, copied])
      await store.commit({ checks: late, incidents: [anIncident({ version: 3 })] })
    expect(await everything(copied)).toEqual(await everything(origin))
  })

  test('into one that has history is refused, and changes nothing', async () => {
    const [from, to] = [aDatabaseFile(), await aPostgresLocation(server)]
    for (const { dispose } of [from, to]) onTestFinished(dispose)
    await (await from.open()).commit({ checks: [aCheck()] })
    const store = await to.open()
    await store.commit({ incidents: [anIncident()] })
    await expect(
      copyStore(await open(openSqliteSide(from.file)), await open(openPostgresSide(to.url)), names),
    ).rejects.toThrow('B has history already (incidents)')
    expect(await store.series()).toEqual([])
  })

  test('knows every table of either side', async () => {
    const location = await aPostgresLocation(server)
    onTestFinished(location.dispose)
    const side = await open(openPostgresSide(location.url))
    for (const table of copiedTables) for await (const rows of side.read(table)) expect(rows).toEqual([])
    const known = new Set(copiedTables.map(({ name }) => name))
    const kept = new Set(['settings', 'changes', 'vigie_migrations'])
    expect((await tablesOf(location.url)).filter((name) => !known.has(name) && !kept.has(name))).toEqual([])
  })
})

async function tablesOf(url: string): Promise<readonly string[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'packs_%'",
    )
    return rows.map(({ name }) => name)
  } finally {
    await client.end()
  }
}
