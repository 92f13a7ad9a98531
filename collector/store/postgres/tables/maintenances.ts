import { type Maintenance, beginsAt, endsAt } from '../../../core/maintenance/maintenance.ts'
import type { LoadedRecurringMaintenance } from '../../../core/maintenance/recurring-maintenance.ts'
import type { Interval } from '../../../core/time/interval.ts'
import { columnsOf, instant, type Sql } from '../sql.ts'
import {
  selectBodies,
  selectBody,
  dropVersioned,
  lastOfEach,
  putVersioned,
  versionConflict,
  type VersionedTable,
} from './versioned.ts'

const table: VersionedTable<Maintenance> = {
  name: 'maintenances',
  key: 'id',
  idOf: ({ id }) => id,
  columns: [
    ['starts_at', 'bigint'],
    ['ends_at', 'bigint'],
  ],
  valuesOf: (one) => [beginsAt(one), Math.max(one.scheduledUntil, endsAt(one))].map(instant),
  conflict: versionConflict('maintenance'),
}

/** Maintenances, and the rules that some of them occur by. Writes are in a transaction. */
export const maintenanceTable = {
  get: (sql: Sql, id: string): Promise<Maintenance | null> =>
    selectBody(sql, 'SELECT body FROM maintenances WHERE id = $1', id),
  all: (sql: Sql, within?: Interval): Promise<readonly Maintenance[]> =>
    within
      ? selectBodies(
          sql,
          'SELECT body FROM maintenances WHERE starts_at < $1 AND ends_at > $2 ORDER BY starts_at DESC, id',
          instant(within.to),
          instant(within.from),
        )
      : selectBodies(sql, 'SELECT body FROM maintenances ORDER BY starts_at DESC, id'),
  /** See putVersioned. */
  put: (
    sql: Sql,
    list: readonly Maintenance[],
    stepped: (before: Maintenance | null, next: Maintenance) => void,
  ): Promise<void> => putVersioned(sql, table, list, stepped),
  /** Delete some that are still at a version; one that is gone is gone. @throws Conflict */
  drop: (sql: Sql, list: readonly { readonly id: string; readonly version: number }[]): Promise<void> =>
    dropVersioned(
      sql,
      table,
      list,
      true,
      (id, version, stored) => `maintenance ${id} is at version ${stored}, not ${version}`,
    ),
  async putEntries(sql: Sql, list: readonly LoadedRecurringMaintenance[]): Promise<void> {
    if (list.length === 0) return
    const rows = lastOfEach(list, ({ entry }) => entry.id).map(
      (one) => [one.entry.id, JSON.stringify(one)] as const,
    )
    await sql.run(
      `INSERT INTO recurring_maintenance (entry, body) SELECT * FROM unnest($1::text[], $2::text[])
       ON CONFLICT (entry) DO UPDATE SET body = excluded.body`,
      ...columnsOf(2, rows),
    )
  },
  entries: (sql: Sql): Promise<readonly LoadedRecurringMaintenance[]> =>
    selectBodies(sql, 'SELECT body FROM recurring_maintenance ORDER BY entry'),
}
