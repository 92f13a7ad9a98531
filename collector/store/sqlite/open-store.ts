import type { Database } from 'better-sqlite3'
import type { Clock } from '../../core/time/clock.ts'
import { systemClock } from '../../time/system-clock.ts'
import type { ChangeKind } from '../changes.ts'
import { kindsOf } from '../kinds-of-change.ts'
import type { Store } from '../store.ts'
import { backupTo } from './backup.ts'
import { connect, fileSize, maxWalBytes } from './connect.ts'
import { createConsistentReads } from './consistent-reads.ts'
import { deliveryStore } from './delivery-store.ts'
import { storeError } from './errors.ts'
import { createFileGuard, touchHeader } from './file-guard.ts'
import { rescueDatabase } from './rescue.ts'
import { tableReader } from './reader.ts'
import { recordFacts, replaceTimeline } from './record-facts.ts'
import { subscriberStore } from './subscriber-store.ts'
import { type Tables, openTables } from './tables.ts'
import { createWriteQueue, defaultLockTimeout } from './write-queue.ts'

/** How a SQLite store is opened. */
export type SqliteOptions = {
  /** IANA zone in which day rollups are cut; changing it cuts them again. Default: the one the file has, UTC for a new one. */
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
/** The header is written again once in this many transactions: by its count of changes an older copy is told apart. */
const headerInterval = 64

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
  const { changes, checks, days, leases, metrics, series } = tables
  const space = reservedSpace(db)
  const lockTimeout = options.lockTimeout ?? defaultLockTimeout
  const guard = createFileGuard(db, file)
  const reads = createConsistentReads(db, file, clock, lockTimeout, guard)
  const rescue = rescueDatabase(db, file, guard)
  const { change, read, write, idle } = createTransactions(db, file, clock, lockTimeout, tables, guard)
  const truncateLongWal = walTruncation(db, file)
  const store: Store = {
    ...tableReader(tables, read),
    read: reads.read,
    async commit(facts) {
      await change(kindsOf(facts), () => recordFacts(tables, facts, clock.now()))
      truncateLongWal()
    },
    rebuildTimeline: (...args) => change(['history'], () => replaceTimeline(tables, ...args)),
    ...deliveryStore(tables, change),
    ...subscriberStore(tables, change, read),
    pruneMetrics: (before) => change([], () => metrics.prune(before)),
    prune: (name, before, state, limit) =>
      change([], () => checks.prune(series.ensure(name), before, JSON.stringify(state), limit)),
    changesSince: (cursor) => read(() => changes.since(cursor)),
    acquireLease: (name, holder, now, ttl) => change([], () => leases.acquire(name, holder, now, ttl)),
    renewLease: (lease, now, ttl) => change([], () => leases.renew(lease, now, ttl)),
    releaseLease: (lease) => change([], () => leases.release(lease)),
    async checkWritable() {
      // Overwriting a byte succeeds long after there is no room for facts, so the probe takes some and gives it back.
      await change([], space.fill)
      await change([], space.free)
    },
    trouble() {
      const trouble = guard.trouble()
      if (trouble) rescue.begin()
      return trouble
    },
    rescued: rescue.file,
    backup: (target, more) => backupTo(db, file, target, more),
    async setTimezone(name) {
      if (name !== days.zone) await change(['history'], () => days.setZone(name))
    },
    async close() {
      await idle()
      await rescue.settled()
      if (!db.open) return
      reads.close()
      // Of a file that is no longer ours nothing is touched: SQLite leaves its log alone too. On a full disk the log stays and
      // is read at the next start.
      if (!guard.trouble()) truncateWal(db)
      guard.close(() => db.close())
    },
  }

  const { timezone } = options
  if (timezone !== undefined && timezone !== days.zone) {
    try {
      await write(() => days.setZone(timezone))
    } catch (error) {
      guard.close(() => db.close())
      throw error
    }
  }
  return store
}

/** Reads, and transactions that change facts of some kinds, one after the other. */
function createTransactions(
  db: Database,
  file: string,
  clock: Clock,
  lockTimeout: number,
  { changes, days, series }: Tables,
  guard: ReturnType<typeof createFileGuard>,
) {
  const { write, idle } = createWriteQueue(db, file, clock, lockTimeout, guard.require, () => {
    series.clearCache()
    changes.rollback()
    if (db.open) days.refresh()
  })
  let writes = 0
  return {
    write,
    idle,
    change: <T>(kinds: readonly ChangeKind[], work: () => T): Promise<T> =>
      write(() => {
        if (writes++ % headerInterval === 0) touchHeader(db)
        changes.begin()
        days.refresh()
        const result = work()
        changes.record(kinds)
        return result
      }),
    async read<T>(work: () => T): Promise<T> {
      try {
        return work()
      } catch (error) {
        throw storeError(error, file)
      }
    },
  }
}

/** Room that a probe takes and gives back. */
function reservedSpace(db: Database) {
  const fill = db.prepare<[number]>(
    'INSERT OR REPLACE INTO reserved_space (id, filler) VALUES (1, zeroblob(?))',
  )
  const free = db.prepare('DELETE FROM reserved_space')
  return { fill: () => fill.run(requiredBytes), free: () => free.run() }
}

/** Called after each commit: truncates the write-ahead log when it has grown long. */
function walTruncation(db: Database, file: string): () => void {
  let commits = 0
  return () => {
    if (++commits % walCheckInterval === 0 && fileSize(`${file}-wal`) > maxWalBytes) truncateWal(db)
  }
}

function truncateWal(db: Database): void {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // The facts are safe in the log; readers elsewhere or a full disk forbid it now, and there is a next time.
  }
}
