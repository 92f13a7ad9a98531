import { type Incident, resolvedAt } from '../../../core/incident/incident.ts'
import type { Interval } from '../../../core/time/interval.ts'
import { instant, type Sql } from '../sql.ts'
import { selectBodies, selectBody, putVersioned, versionConflict, type VersionedTable } from './versioned.ts'

const table: VersionedTable<Incident> = {
  name: 'incidents',
  key: 'id',
  idOf: ({ id }) => id,
  columns: [
    ['started_at', 'bigint'],
    ['resolved_at', 'bigint'],
  ],
  valuesOf: (one) => [one.startedAt, resolvedAt(one)],
  conflict: versionConflict('incident'),
}

/** Incidents. Writes are in a transaction. */
export const incidentTable = {
  get: (sql: Sql, id: string): Promise<Incident | null> =>
    selectBody(sql, 'SELECT body FROM incidents WHERE id = $1', id),
  all: (sql: Sql, within?: Interval): Promise<readonly Incident[]> =>
    within
      ? selectBodies(
          sql,
          `SELECT body FROM incidents
           WHERE started_at < $2 AND (resolved_at IS NULL OR resolved_at > $1 OR started_at >= $1)
           ORDER BY started_at DESC, id`,
          instant(within.from),
          instant(within.to),
        )
      : selectBodies(sql, 'SELECT body FROM incidents ORDER BY started_at DESC, id'),
  async versions(sql: Sql): Promise<ReadonlyMap<string, number>> {
    const rows = await sql.rows<{ id: string; version: number }>('SELECT id, version FROM incidents')
    return new Map(rows.map(({ id, version }) => [id, version]))
  },
  /** See putVersioned. */
  put: (
    sql: Sql,
    list: readonly Incident[],
    stepped: (before: Incident | null, next: Incident) => void,
  ): Promise<void> => putVersioned(sql, table, list, stepped),
}
