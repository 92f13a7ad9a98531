import type { Clock } from '../../core/time/clock.ts'
import { systemClock } from '../../time/system-clock.ts'
import { accessTables } from './access.ts'
import type { Facts, Store } from '../store.ts'
import { backupTo } from './backup.ts'
import { checkTables } from './checks.ts'
import type { ChangeKind } from '../changes.ts'
import { changeTable, kindsOf } from './changes.ts'
import { connect, fileSize, maxWalBytes } from './connect.ts'
import { dayBoundaries } from './day-boundaries.ts'
import { deploymentTable } from './deployments.ts'
import { storeError } from './errors.ts'
import { maintenanceTables } from './maintenances.ts'
import { metricTables } from './metrics.ts'
import { noticeTables } from './notices.ts'
import { reportTable } from './reports.ts'
import { rollupTables } from './rollups.ts'
import { seriesTable } from './series.ts'
import { defaultLockTimeout, createWriteQueue } from './write-queue.ts'
import { transitionTable } from './transitions.ts'

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

  const days = dayBoundaries(db)
  const rollups = rollupTables(db, days)
  const checks = checkTables(db, rollups)
  const series = seriesTable(db)
  const transitions = transitionTable(db)
  const notices = noticeTables(db)
  const maintenances = maintenanceTables(db)
  const access = accessTables(db)
  const metrics = metricTables(db)
  const deployments = deploymentTable(db)
  const reports = reportTable(db)
  const changes = changeTable(db)
  const fillSpace = db.prepare<[number]>(
    'INSERT OR REPLACE INTO reserved_space (id, filler) VALUES (1, zeroblob(?))',
  )
  const freeSpace = db.prepare('DELETE FROM reserved_space')
  const { write, idle } = createWriteQueue(db, file, clock, options.lockTimeout ?? defaultLockTimeout, () => {
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

  function record(facts: Facts): void {
    // What may be refused comes first.
    for (const receipt of facts.receipts ?? []) access.putReceipt(receipt)
    for (const incident of facts.incidents ?? []) notices.putIncident(incident)
    for (const { id, version } of facts.deletedMaintenances ?? []) maintenances.drop(id, version)
    for (const maintenance of facts.maintenances ?? []) maintenances.put(maintenance)
    for (const list of bySeries(facts.checks ?? [])) {
      const [first] = list
      checks.record(series.ensure(first), first.monitor, list)
    }
    for (const entry of facts.states ?? []) series.setState(series.ensure(entry), entry.state)
    for (const transition of facts.transitions ?? []) transitions.put(series.ensure(transition), transition)
    for (const entry of facts.recurringMaintenance ?? []) maintenances.putEntry(entry)
    for (const token of facts.tokens ?? []) access.putToken(token)
    for (const delivery of facts.deliveries ?? []) notices.addDelivery(delivery)
    for (const { component, firstAt } of facts.components ?? []) notices.addComponent(component, firstAt)
    if (facts.configuration) {
      const { at, components, region } = facts.configuration
      notices.setConfigured(at, components)
      for (const monitor of components.flatMap((component) => component.monitors)) {
        // Its first check is still to come: then it is known whose it is.
        series.ensure({ monitor: monitor.id, region })
        series.setMonitor(monitor)
      }
    }
    if (facts.metrics) metrics.put(facts.metrics)
    for (const deployment of facts.deployments ?? []) deployments.put(deployment)
    for (const report of facts.reports ?? []) reports.put(report)
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
    async commit(facts) {
      await change(kindsOf(facts), () => record(facts))
      truncateLongWal()
    },
    series: () => read(series.all),
    checks: (monitor, region, within) =>
      read(() => {
        const name = { monitor, region }
        const id = series.idOf(name)
        return id === undefined ? [] : checks.within(id, name, within)
      }),
    latestChecks: () => read(checks.latest),
    transitions: (within, monitors) => read(() => transitions.within(within, monitors)),
    rebuildTimeline: (name, from, newTransitions, state, newChecks) =>
      change(['history'], () => {
        const id = series.ensure(name)
        checks.record(id, name.monitor, newChecks)
        transitions.drop(id, from)
        for (const transition of newTransitions) transitions.put(id, transition)
        series.setState(id, state)
        series.countRebuild(id)
      }),
    rollups: (grain, within, monitors) =>
      read(() => {
        days.refresh()
        return rollups.read(grain, within, monitors)
      }),
    incidents: (within) => read(() => notices.incidents(within)),
    incident: (id) => read(() => notices.incident(id)),
    maintenances: (within) => read(() => maintenances.maintenances(within)),
    maintenance: (id) => read(() => maintenances.maintenance(id)),
    recurringMaintenance: () => read(maintenances.recurringMaintenance),
    tokens: () => read(access.tokens),
    receipt: (key) => read(() => access.receipt(key)),
    components: () => read(notices.components),
    componentRecords: () => read(notices.componentRecords),
    metricHours: (within, wanted) => read(() => metrics.hours(within, wanted)),
    metricPoints: (metric, within) => read(() => metrics.points(metric, within)),
    latestMetrics: () => read(metrics.latest),
    pruneMetrics: (before) => change([], () => metrics.prune(before)),
    deployments: (within) => read(() => deployments.all(within)),
    deployment: (id) => read(() => deployments.get(id)),
    reports: () => read(reports.all),
    prune: (name, before, state, limit) =>
      change([], () => checks.prune(series.ensure(name), before, JSON.stringify(state), limit)),
    changesSince: (cursor) => read(() => changes.since(cursor)),
    async checkWritable() {
      // Overwriting a byte succeeds long after there is no room for facts, so the probe takes some and gives it back.
      await change([], () => fillSpace.run(requiredBytes))
      await change([], () => freeSpace.run())
    },
    backup: (target) => backupTo(db, target),
    async close() {
      await idle()
      if (!db.open) return
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

/** Checks by series, in the order of first appearance. Most batches have one check of each. */
function bySeries<T extends { readonly monitor: string; readonly region: string }>(
  checks: readonly T[],
): Iterable<readonly [T, ...T[]]> {
  const lists = new Map<string, [T, ...T[]]>()
  for (const check of checks) {
    const key = `${check.monitor}\n${check.region}`
    const list = lists.get(key)
    if (list) list.push(check)
    else lists.set(key, [check])
  }
  return lists.values()
}
