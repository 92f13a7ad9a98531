import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { discardFuture } from '../../collector/store/sqlite/discard-future.ts'
import {
  aCheck,
  aDownCheck,
  allTime,
  aNotification,
  anAnnouncement,
  aSubscriber,
  anIncident,
  anUpdate,
  aState,
  aTransition,
  day,
  hour,
  minute,
  start,
} from './builders.ts'
import { aDatabaseFile } from './database-file.ts'

let location: ReturnType<typeof aDatabaseFile>
beforeEach(() => {
  location = aDatabaseFile()
})
afterEach(() => location.dispose())

test('what is dated after now is taken out, and all before stays as it was', async () => {
  const now = start + 2 * hour
  const future = start + 3_650 * day
  const store = await location.open({ timezone: 'UTC' })
  const real = Array.from({ length: 120 }, (_, i) => aCheck({ at: start + i * minute }))
  await store.commit({
    checks: real,
    transitions: [aTransition({ at: start })],
    states: [{ monitor: 'api-http', region: '', state: aState(), basedOn: 0 }],
    incidents: [
      anIncident({
        id: 'closed-in-2036',
        updates: [anUpdate(), anUpdate({ id: 'u2', at: future, status: 'resolved' })],
      }),
      anIncident({ id: 'of-2036', startedAt: future, updates: [anUpdate({ at: future })] }),
    ],
    metrics: [
      { metric: 'm', at: start, value: 1 },
      { metric: 'm', at: future, value: 2 },
    ],
  })
  const before = await store.rollups('hour', { from: start, to: start + hour }, ['api-http'])
  await store.commit({
    checks: Array.from({ length: 120 }, (_, i) => aDownCheck({ at: future + i * minute })),
    transitions: [aTransition({ at: future, health: 'down' })],
    states: [
      {
        monitor: 'api-http',
        region: '',
        state: aState({ health: 'down', lastAt: future + 2 * hour }),
        basedOn: 1,
      },
    ],
  })
  await store.close()
  expect(discardFuture(location.file, now)).toMatchObject({ transitions: 1, incidents: 2 })
  const again = await location.open({ timezone: 'UTC' })
  expect(await again.latestChecks()).toEqual([])
  expect(await again.checks('api-http', '', allTime)).toEqual(real)
  expect(await again.rollups('hour', { from: start, to: start + hour }, ['api-http'])).toEqual(before)
  expect((await again.transitions({ from: 0, to: Infinity })).map(({ at }) => at)).toEqual([start])
  expect((await again.series())[0]!.state).toMatchObject({ health: 'up', since: start, recent: [] })
  expect((await again.series())[0]!.state!.lastAt).toBeLessThan(now)
  expect((await again.incidents()).map(({ id, version, updates }) => [id, version, updates.length])).toEqual([
    ['closed-in-2036', 2, 1],
  ])
  expect((await again.metricPoints('m', { from: 0, to: Infinity })).map(({ at }) => at)).toEqual([start])
  // It goes on from there.
  await again.commit({ checks: [aCheck({ at: now + minute })] })
  expect((await again.latestChecks())[0]!.at).toBe(now + minute)
})

test('what people are owed and who they are stays, as if it had come today; what was news then is owed again', async () => {
  const now = start + 2 * hour
  const future = start + 3_650 * day
  const store = await location.open({ timezone: 'UTC' })
  const owed = aNotification({ key: 'owed', owedAt: start, dueAt: start })
  await store.commit({
    notifications: [owed, aNotification({ key: 'later', owedAt: future, dueAt: future })],
  })
  await store.expandNotification({
    notification: 'owed',
    deliveries: [{ channel: 'email', recipient: '', topic: owed.topic, dueAt: start }],
    cursor: null,
    at: start,
  })
  const claim = { token: 't', channel: 'email', now: future, until: future + minute, limit: 9, ahead: 0 }
  const [delivery] = await store.claimDeliveries(claim)
  await store.settleDeliveries([
    {
      id: delivery!.id,
      claim: 't',
      at: future,
      outcome: 'retry',
      error: 'busy',
      failures: 1,
      dueAt: future + hour,
    },
  ])
  const late = aSubscriber({ id: 'late', createdAt: future, confirmedAt: future, state: 'active' })
  await store.putSubscribers([late])
  const ask = (at: number, hash: string) =>
    store.requestConfirmation({
      subscriber: late,
      confirmation: { hash, subscriber: 'late', createdAt: at, expiresAt: at + day, choices: late },
      notification: aNotification({ key: hash, owedAt: at, dueAt: at }),
    })
  for (const hash of ['a', 'b', 'c']) await ask(future, hash)
  const token = { id: 't1', name: 't', scopes: ['read' as const], hash: 'h', revokedAt: null }
  await store.commit({
    tokens: [{ ...token, createdAt: future, expiresAt: future + day }],
    alive: { region: '', at: future },
    startedJobs: [{ monitor: 'job', region: '', at: future }],
    announcements: [anAnnouncement({ id: 'of-2036', publishedAt: future })],
  })
  await store.close()
  discardFuture(location.file, now)
  const again = await location.open({ timezone: 'UTC' })
  expect(await again.dueChannels(now)).toEqual(['email'])
  expect(await again.claimDeliveries({ ...claim, now, until: now + minute })).toMatchObject([
    { notifications: ['owed'], failures: 0 },
  ])
  expect((await again.notifications(['owed', 'later', 'a'])).map(({ key }) => key)).toEqual(['owed'])
  expect(await again.subscribers({ limit: 9 })).toMatchObject([
    { id: 'late', createdAt: now, confirmedAt: now },
  ])
  expect(await again.confirmationsSince('late', now - day)).toBe(0)
  expect(await again.tokens()).toMatchObject([{ createdAt: now, expiresAt: now + day }])
  expect(await again.collectorAliveAt('')).toBe(null)
  expect(await again.startedJobs('')).toEqual([])
  expect(await again.announcements()).toEqual([])
})

test('every column with an instant in it is thought of', async () => {
  await (await location.open()).close()
  const db = new SQLite(location.file, { readonly: true })
  const columns = db
    .prepare(
      `SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
       WHERE m.type = 'table' AND (c.name = 'at' OR c.name LIKE '%\\_at' ESCAPE '\\' OR c.name LIKE '%until%'
         OR c.name LIKE '%hour%' OR c.name LIKE '%before%' OR c.name LIKE '%from%')
       ORDER BY 1`,
    )
    .pluck()
    .all()
  db.close()
  // A new one: say in discard-future.ts what becomes of what is dated in the future, and add it here.
  expect(columns).toEqual([
    'account_links.created_at',
    'account_links.expires_at',
    'account_links.used_at',
    'accounts.created_at',
    'acknowledge_links.created_at',
    'alert_silences.until',
    'alerts.ended_at',
    'announcements.published_at',
    'audit.at',
    'certificates.at',
    'certificates.expires_at',
    'certificates.hour',
    'checklist_ticks.at',
    'collectors.alive_at',
    'components.first_at',
    'components.gone_at',
    'confirmations.created_at',
    'confirmations.expires_at',
    'days.at',
    'deliveries.claimed_until',
    'deliveries.created_at',
    'deliveries.due_at',
    'deliveries.finished_at',
    'deliveries.first_tried_at',
    'deployment_watches.until',
    'deployments.started_at',
    'hours.hour',
    'incidents.resolved_at',
    'incidents.started_at',
    'leases.expires_at',
    'maintenances.ends_at',
    'maintenances.starts_at',
    'metric_hours.hour',
    'metric_hours.last_at',
    'metric_points.at',
    'notifications.expanded_at',
    'packs.at',
    'passkeys.created_at',
    'receipts.at',
    'region_assignments.from_at',
    'reports.frozen_at',
    'series.first_at',
    'series.latest_at',
    'series.open_from',
    'series.pruned_before',
    'sessions.created_at',
    'sessions.expires_at',
    'sessions.last_seen_at',
    'started_jobs.at',
    'subscribers.created_at',
    'tokens.created_at',
    'tokens.expires_at',
    'tokens.revoked_at',
    'transitions.at',
    'transitions.seen_at',
  ])
})

test('accounts of a clock that was wrong are there now, sessions and links of it are over, and the audit log is whole', async () => {
  const now = start + hour
  const later = start + 3_650 * day
  const account = {
    id: 'account00001',
    name: 'Ada',
    email: null,
    role: 'admin',
    passwordHash: null,
    totpSecret: null,
    totpStep: Math.floor(later / 30_000),
    recoveryHashes: [],
    identity: null,
    createdAt: later,
    disabledAt: later,
    version: 1,
  } as const
  const session = { accountId: account.id, userAgent: '', network: '', method: 'password' } as const
  const link = { purpose: 'reset', accountId: account.id, role: 'admin', usedAt: null } as const
  const actor = { kind: 'system', name: 'x' } as const
  const store = await location.open({ timezone: 'UTC' })
  await store.commit({
    accounts: [account],
    sessions: [
      { ...session, idHash: 'a', createdAt: start, lastSeenAt: start, expiresAt: start + day },
      { ...session, idHash: 'b', createdAt: start, lastSeenAt: later, expiresAt: start + day },
    ],
    accountLinks: [{ ...link, hash: 'c', createdAt: later, expiresAt: later + day }],
    passkeys: [
      {
        id: 'd',
        accountId: account.id,
        name: '',
        publicKey: '',
        counter: 0,
        transports: [],
        createdAt: later,
        lastUsedAt: null,
      },
    ],
    audit: [{ at: later, actor, action: 'x', subject: '', detail: {} }],
  })
  await store.close()
  discardFuture(location.file, now)
  const again = await location.open()
  expect(await again.accounts()).toEqual([{ ...account, createdAt: now, disabledAt: now, totpStep: null }])
  expect((await again.sessions(account.id)).map(({ idHash }) => idHash)).toEqual(['a'])
  expect(await again.accountLink('c')).toBeNull()
  expect(await again.passkey('d')).toMatchObject({ createdAt: now })
  expect(await again.auditChain(0, 9)).toHaveLength(1)
})
