import type { Clock } from '../../core/time/clock.ts'
import { systemClock } from '../../time/system-clock.ts'
import type { ChangeKind } from '../changes.ts'
import type { Store } from '../store.ts'
import { backupTo } from './backup.ts'
import { kindsOf } from './changes.ts'
import { connect, fileSize, maxWalBytes } from './connect.ts'
import { createConsistentReads } from './consistent-reads.ts'
import { storeError } from './errors.ts'
import { tableReader } from './reader.ts'
import { recordFacts } from './record-facts.ts'
import { openTables } from './tables.ts'
import { createWriteQueue, defaultLockTimeout } from './write-queue.ts'

/** How a SQLite store is opened. */
export type SqliteOptions = {
  /** IANA zone in which day rollups are cut; changing it cuts them anew. Default: the one the file has, UTC for a new one. */
  readonly timezone?: string
  /** The file may not grow beyond this many pages of 4 kB: a small disk. Default: no limit. */
  readonly maxPages?: number
  /** How long a write waits for other programs, ms. Default: 10 s. */
  readonly lockTimeout?: number
  /** What waiting for a lock is timed by. Default: the machine's, for the clock of a collector is made from its store. */
  readonly clock?: Clock
}

/** How much room there must be for the store to be called able to take facts, bytes. */
const requiredBytes = 32 * 1024
/** The length of the write-ahead log is looked at once in this many commits. */
const walCheckInterval = 64

/**
 * Open the store in a file, made and brought to the newest schema if need be. `:memory:` keeps it in memory.
 *
 * Safe to open in several processes at once. What was committed survives `kill -9` and power loss.
 * @throws StoreError with one line that says what to do, when the file is damaged, another program's or a newer Vigie's.
 */
export async function openSqliteStore(file: string, options: SqliteOptions = {}): Promise<Store> {
  const { clock = systemClock() } = options
  const db = await connect(file, clock)
  if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`)

  const tables = openTables(db)
  const { changes, checks, days, leases, metrics, series, transitions } = tables
  const fillSpace = db.prepare<[number]>(
    'INSERT OR REPLACE INTO reserved_space (id, filler) VALUES (1, zeroblob(?))',
  )
  const freeSpace = db.prepare('DELETE FROM reserved_space')
  const lockTimeout = options.lockTimeout ?? defaultLockTimeout
  const reads = createConsistentReads(db, file, clock, lockTimeout)
  const { write, idle } = createWriteQueue(db, file, clock, lockTimeout, () => {
    series.clearCache()
    changes.rollback()
    if (db.open) days.refresh()
  })

  /** A transaction that changes facts of some kinds. */
  const change = <T>(kinds: readonly ChangeKind[], work: () => T): Promise<T> =>
    write(() => {
      changes.begin()
      days.refresh()
      const result = work()
      changes.record(kinds)
      return result
    })
  const read = async <T>(work: () => T): Promise<T> => {
    try {
      return work()
    } catch (error) {
      throw storeError(error, file)
    }
  }

  let commits = 0
  function truncateLongWal(): void {
    if (++commits % walCheckInterval !== 0 || fileSize(`${file}-wal`) <= maxWalBytes) return
    try {
      db.pragma('wal_checkpoint(TRUNCATE)')
    } catch {
      // The facts are safe in the log; readers elsewhere or a full disk forbid it now, and there is a next time.
    }
  }

  const store: Store = {
    ...tableReader(tables, read),
    read: reads.read,
    async commit(facts) {
      await change(kindsOf(facts), () => recordFacts(tables, facts))
      truncateLongWal()
    },
    rebuildTimeline: (name, from, newTransitions, state, newChecks) =>
      change(['history'], () => {
        series.setState(name, state, name.basedOn)
        const id = series.ensure(name)
        checks.record(id, name.monitor, newChecks)
        transitions.drop(id, from)
        for (const transition of newTransitions) transitions.put(id, transition)
        series.countRebuild(id)
      }),
    pruneMetrics: (before) => change([], () => metrics.prune(before)),
    prune: (name, before, state, limit) =>
      change([], () => checks.prune(series.ensure(name), before, JSON.stringify(state), limit)),
    changesSince: (cursor) => read(() => changes.since(cursor)),
    acquireLease: (name, holder, now, ttl) => change([], () => leases.acquire(name, holder, now, ttl)),
    renewLease: (lease, now, ttl) => change([], () => leases.renew(lease, now, ttl)),
    releaseLease: (lease) => change([], () => leases.release(lease)),
    async checkWritable() {
      // Overwriting a byte succeeds long after there is no room for facts, so the probe takes some and gives it back.
      await change([], () => fillSpace.run(requiredBytes))
      await change([], () => freeSpace.run())
    },
    async setTimezone(name) {
      if (name !== days.zone) await change(['history'], () => days.setZone(name))
    },
    backup: (target) => backupTo(db, target),
    async close() {
      await idle()
      if (!db.open) return
      reads.close()
      try {
        db.pragma('wal_checkpoint(TRUNCATE)')
      } catch {
        // A full disk: the log stays and is read at the next start.
      }
      db.close()
    },
  }

  const { timezone } = options
  if (timezone !== undefined && timezone !== days.zone) {
    try {
      await write(() => days.setZone(timezone))
    } catch (error) {
      db.close()
      throw error
    }
  }
  return store
}
