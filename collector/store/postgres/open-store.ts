import { storeName } from '../../core/config/store-location.ts'
import type { Clock } from '../../core/time/clock.ts'
import { systemClock } from '../../time/system-clock.ts'
import { kindsOf } from '../kinds-of-change.ts'
import { type Store, StoreError } from '../store.ts'
import { accountReader } from './account-reader.ts'
import { type StoreConnections, createConnections } from './connections.ts'
import { deliveryStore } from './delivery-store.ts'
import { isConnectionLoss, sqlState } from './errors.ts'
import { migrate } from './migrate.ts'
import { type RunWrite, tableReader } from './reader.ts'
import { recordFacts, replaceTimeline } from './record-facts.ts'
import { subscriberStore } from './subscriber-store.ts'
import { changeTable, ownChanges } from './tables/changes.ts'
import { checkTables } from './tables/checks.ts'
import { setZone, storedDays } from './tables/days.ts'
import { leaseTable } from './tables/leases.ts'
import { metricTables } from './tables/metrics.ts'
import { pruneNotifications } from './tables/prune-notifications.ts'
import { packTable } from './tables/packs.ts'

/** How a PostgreSQL store is opened. */
export type PostgresOptions = {
  /** IANA zone in which day rollups are cut; changing it cuts them anew. Default: the one it has, UTC for a new one. */
  readonly timezone?: string
  /** What news are dated by. Default: the machine's. */
  readonly clock?: Clock
}

/**
 * Open the store in a PostgreSQL database, brought to the newest schema if need be. Needs the right to create tables in the
 * first schema of the search path, no extension and no superuser. Several processes may have it open at once.
 *
 * @param url `postgres://…`
 * @throws StoreError with one line that says what to do, when the database cannot be reached or is a newer Vigie's
 */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<Store> {
  const { clock = systemClock(), timezone } = options
  const name = storeName(url)
  const connections = createConnections(url, name)
  try {
    await prepare(connections, name)
    if (timezone !== undefined && (await connections.read((sql) => storedDays(sql))).zone !== timezone)
      await connections.write((sql) => setZone(sql, timezone))
  } catch (error) {
    await connections.close()
    throw error
  }
  return createStore(connections, name, clock)
}

/** Two that prepare an empty database at once get in each other's way: then the later one looks again. */
async function prepare(connections: StoreConnections, name: string): Promise<void> {
  try {
    await connections.write((sql) => migrate(sql, name))
  } catch (error) {
    if (!['23505', '42P07', '42710'].includes(sqlState(error) ?? '')) throw error
    await connections.write((sql) => migrate(sql, name))
  }
}

function createStore(connections: StoreConnections, name: string, clock: Clock): Store {
  const own = ownChanges()
  const { read } = connections
  const change: RunWrite = async (kinds, work) =>
    connections.write(
      async (sql) => {
        const result = await work(sql)
        await changeTable.record(sql, kinds)
        return result
      },
      () => own.add(kinds),
    )

  return {
    ...tableReader(read),
    ...accountReader(read),
    ...consistentReader(connections, name),
    ...deliveryStore(change),
    ...subscriberStore(change, read),
    commit: (facts) => change(kindsOf(facts), (sql) => recordFacts(sql, facts, clock.now())),
    rebuildTimeline: (...args) => change(['history'], (sql) => replaceTimeline(sql, ...args)),
    prune: (series, before, state, limit) =>
      change([], (sql) => checkTables.prune(sql, series, before, state, limit)),
    pruneNotifications: (before, limit) => change([], (sql) => pruneNotifications(sql, before, limit)),
    async pruneMetrics(before) {
      const gone = await change([], (sql) => metricTables.prune(sql, before))
      await dropEmptyWeeks(connections)
      return gone
    },
    changesSince: async (cursor) =>
      // In the order of writes, so that what this store commits meanwhile is not taken for another's.
      connections.readInOrder(async (sql) => own.since(await changeTable.counts(sql), cursor)),
    acquireLease: (lease, holder, now, ttl) =>
      change([], (sql) => leaseTable.acquire(sql, lease, holder, now, ttl)),
    renewLease: (lease, now, ttl) => change([], (sql) => leaseTable.renew(sql, lease, now, ttl)),
    releaseLease: (lease) => change([], (sql) => leaseTable.release(sql, lease)),
    ...lifecycle(connections, name, change),
  }
}

/** Reads of one instant: see ConsistentReader. */
function consistentReader(connections: StoreConnections, name: string): Pick<Store, 'read'> {
  return {
    read: (work) =>
      connections.readConsistently(async (sql) => {
        // The instant is that of the first statement.
        await storedDays(sql)
        let isOver = false
        const reader = tableReader(async (reading) => {
          if (isOver)
            throw new Error('this read of the store is over: what it was given cannot be used later')
          return reading(sql).catch((error: unknown) => {
            if (isConnectionLoss(error))
              throw new StoreError(`${name} was closed, or cannot be reached.`, {
                cause: error,
                transient: true,
              })
            throw error
          })
        })
        try {
          return await work(reader)
        } finally {
          isOver = true
        }
      }),
  }
}

function lifecycle(
  connections: StoreConnections,
  name: string,
  change: RunWrite,
): Pick<Store, 'checkWritable' | 'trouble' | 'rescued' | 'backup' | 'setTimezone' | 'close'> {
  return {
    // A row that is written and flushed: a server that only reads, or whose disk is full, refuses it.
    checkWritable: () =>
      connections.write(async (sql) => {
        await sql.run('UPDATE settings SET zone = zone')
      }),
    // A server cannot be exchanged under its connections.
    trouble: () => null,
    rescued: () => null,
    backup: () =>
      Promise.reject(
        new StoreError(
          `vigie backup copies SQLite only. Back up ${name} with pg_dump, or copy it into a file first: vigie store copy postgres://… FILE.`,
          { transient: false },
        ),
      ),
    async setTimezone(zone) {
      if ((await connections.read((sql) => storedDays(sql))).zone !== zone)
        await change(['history'], (sql) => setZone(sql, zone))
    },
    close: connections.close,
  }
}

/** Readers come first: a week that is being read is dropped the next time. */
async function dropEmptyWeeks(connections: StoreConnections): Promise<void> {
  try {
    await connections.write(async (sql) => {
      await sql.script("SET LOCAL lock_timeout = '100ms'")
      await packTable.dropEmptyWeeks(sql)
    })
  } catch (error) {
    if (!(error instanceof StoreError && error.transient)) throw error
  }
}
