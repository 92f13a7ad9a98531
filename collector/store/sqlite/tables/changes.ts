import type { Database } from 'better-sqlite3'
import type { ChangeCounts, ChangeCursor, ChangeKind, ExternalChangeSet } from '../../changes.ts'
import type { Facts } from '../../facts.ts'

/** The kinds of change that facts make. */
export function kindsOf(facts: Facts): ChangeKind[] {
  const any = (...lists: readonly (readonly unknown[] | undefined)[]): boolean =>
    lists.some((list) => list !== undefined && list.length > 0)
  const kinds: [ChangeKind, boolean][] = [
    ['checks', any(facts.checks)],
    ['transitions', any(facts.transitions)],
    [
      'notices',
      any(
        facts.incidents,
        facts.maintenances,
        facts.announcements,
        facts.deletedMaintenances,
        facts.recurringMaintenance,
      ),
    ],
    ['metrics', any(facts.metrics)],
    ['metric_history', any(facts.metrics) && facts.metricsAreRecent !== true],
    ['reports', any(facts.reports)],
    ['deployments', any(facts.deployments, facts.deploymentWatches, facts.checklistTicks)],
    ['configuration', facts.configuration !== undefined || any(facts.components)],
    ['access', any(facts.tokens, facts.receipts)],
    [
      'accounts',
      any(
        facts.accounts,
        facts.removedAccounts,
        facts.passkeys,
        facts.removedPasskeys,
        facts.accountLinks,
        facts.usedAccountLinks,
      ),
    ],
    ['deliveries', any(facts.notifications)],
    ['alerts', any(facts.alerts, facts.droppedAlerts, facts.alertSilences)],
  ]
  return kinds.flatMap(([kind, changed]) => (changed ? [kind] : []))
}

/** The change feed: commits counted by kind in the database, and those of this connection counted beside. */
export function changeTable(db: Database) {
  const increment = db.prepare<[ChangeKind]>('UPDATE changes SET revision = revision + 1 WHERE kind = ?')
  const all = db.prepare<[], { kind: ChangeKind; revision: number }>('SELECT kind, revision FROM changes')
  const own = new Map<ChangeKind, number>()
  let uncommitted: readonly ChangeKind[] = []

  const addOwn = (kinds: readonly ChangeKind[], by: 1 | -1): void => {
    for (const kind of kinds) own.set(kind, (own.get(kind) ?? 0) + by)
  }
  const external = (): Map<ChangeKind, number> =>
    new Map(all.all().map(({ kind, revision }) => [kind, revision - (own.get(kind) ?? 0)]))

  return {
    counts: () => Object.fromEntries(all.all().map(({ kind, revision }) => [kind, revision])) as ChangeCounts,
    /** To be called first in every transaction. */
    begin(): void {
      uncommitted = []
    },
    /** Count a change of each kind, as a part of the transaction. */
    record(kinds: readonly ChangeKind[]): void {
      for (const kind of kinds) increment.run(kind)
      uncommitted = kinds
      addOwn(kinds, 1)
    },
    /** The transaction was rolled back: what it counted never was. */
    rollback(): void {
      addOwn(uncommitted, -1)
      uncommitted = []
    },
    /** What other connections committed since a cursor; with null nothing, but where the feed has come to. */
    since(cursor: ChangeCursor | null): ExternalChangeSet {
      const now = external()
      const kinds = [...now].filter(([kind, count]) => cursor !== null && count !== (cursor[kind] ?? 0))
      return { kinds: new Set(kinds.map(([kind]) => kind)), cursor: Object.fromEntries(now) }
    },
  }
}
