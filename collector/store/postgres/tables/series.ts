import type { HealthState } from '../../../core/monitoring/health-state.ts'
import type { Cadence, Monitor } from '../../../core/monitoring/monitor.ts'
import type { RegionAssignment } from '../../../core/monitoring/quorum.ts'
import { type SeriesName, seriesKey } from '../../../core/monitoring/series-name.ts'
import { faultLine, faultOf, healthCode, healthOf, type Pack, type SeriesCheck } from '../../check-packs.ts'
import type { Series } from '../../check-store.ts'
import { StateConflict } from '../../store.ts'
import { columnsOf, type Sql } from '../sql.ts'

/** A series that a transaction has locked, with what of it may change. `open` is the pack that still grows. */
export type LockedSeries = SeriesName & {
  readonly id: number
  firstAt: number | null
  readonly prunedBefore: number | null
  latest: SeriesCheck | null
  open: Pack | null
  state: string | null
  stateRevision: number
  rebuilds: number
}

type LockedRow = SeriesName & {
  readonly id: number
  readonly first_at: number | null
  readonly pruned_before: number | null
  readonly latest_at: number | null
  readonly latest_took: number | null
  readonly latest_health: number | null
  readonly latest_fault: string | null
  readonly open_from: number | null
  readonly open_step: number
  readonly open_count: number
  readonly open_fault: string | null
  readonly open_checks: Buffer
  readonly state: string | null
  readonly state_revision: number
  readonly rebuilds: number
}
type SeriesRow = Pick<
  LockedRow,
  'monitor' | 'region' | 'first_at' | 'state' | 'state_revision' | 'rebuilds'
> & {
  readonly pruned_before: number | null
  readonly pruned_state: string | null
  readonly component: string | null
  readonly cadence: string | null
}

// A fault may hold any character: as JSON it is a text that the database takes.
const faultText = (line: string | null): string | null => (line === null ? null : JSON.stringify(line))
const faultLineOf = (text: string | null): string | null =>
  text === null ? null : (JSON.parse(text) as string)
const parse = <T>(json: string | null): T | null => (json === null ? null : (JSON.parse(json) as T))

const checkOf = (at: number, took: number | null, health: number, fault: string | null): SeriesCheck => ({
  at,
  health: healthOf(health),
  took: took === null ? null : took / 10,
  ...(fault === null ? {} : { fault: faultOf(faultLineOf(fault)!) }),
})

function lockedSeriesOf(row: LockedRow): LockedSeries {
  const { id, monitor, region, state, rebuilds } = row
  return {
    id,
    monitor,
    region,
    firstAt: row.first_at,
    prunedBefore: row.pruned_before,
    latest:
      row.latest_at === null
        ? null
        : checkOf(row.latest_at, row.latest_took, row.latest_health!, row.latest_fault),
    open:
      row.open_from === null
        ? null
        : {
            from: row.open_from,
            last: row.latest_at!,
            step: row.open_step,
            count: row.open_count,
            fault: faultLineOf(row.open_fault),
            every: null,
            bytes: row.open_checks,
          },
    state,
    stateRevision: row.state_revision,
    rebuilds,
  }
}

/** Series. Writes are in a transaction. */
export const seriesTable = {
  /** Lock some, made where they are new, by `seriesKey`: nobody else writes to them until the transaction is over. */
  async lock(sql: Sql, names: readonly SeriesName[]): Promise<ReadonlyMap<string, LockedSeries>> {
    const wanted = [...new Map(names.map((name) => [seriesKey(name), name])).values()].toSorted((a, b) =>
      seriesKey(a) < seriesKey(b) ? -1 : 1,
    )
    if (wanted.length === 0) return new Map()
    const columns = columnsOf(
      2,
      wanted.map(({ monitor, region }) => [monitor, region]),
    )
    const select = (): Promise<readonly LockedRow[]> =>
      sql.rows(
        `SELECT id, monitor, region, first_at, pruned_before, latest_at, latest_took, latest_health, latest_fault,
           open_from, open_step, open_count, open_fault, open_checks, state, state_revision, rebuilds
         FROM series WHERE (monitor, region) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY id FOR UPDATE`,
        ...columns,
      )
    let rows = await select()
    if (rows.length < wanted.length) {
      await sql.run(
        `INSERT INTO series (monitor, region) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
        ...columns,
      )
      rows = await select()
    }
    return new Map(rows.map((row) => [seriesKey(row), lockedSeriesOf(row)]))
  },

  /** Write locked ones back. */
  async save(sql: Sql, list: Iterable<LockedSeries>): Promise<void> {
    const rows = [...list].map(
      ({ id, firstAt, latest, open, state, stateRevision, rebuilds }) =>
        [
          id,
          firstAt,
          latest?.at ?? null,
          latest?.took == null ? null : Math.round(latest.took * 10),
          latest ? healthCode(latest.health) : null,
          latest?.fault ? faultText(faultLine(latest.fault)) : null,
          open?.from ?? null,
          open?.step ?? 0,
          open?.count ?? 0,
          faultText(open?.fault ?? null),
          open?.bytes ?? Buffer.alloc(0),
          state,
          stateRevision,
          rebuilds,
        ] as const,
    )
    if (rows.length === 0) return
    await sql.run(
      `UPDATE series SET first_at = new.first_at, latest_at = new.latest_at, latest_took = new.latest_took,
         latest_health = new.latest_health, latest_fault = new.latest_fault, open_from = new.open_from,
         open_step = new.open_step, open_count = new.open_count, open_fault = new.open_fault,
         open_checks = new.open_checks, state = new.state, state_revision = new.state_revision,
         rebuilds = new.rebuilds
       FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::text[], $7::bigint[],
           $8::bigint[], $9::int[], $10::text[], $11::bytea[], $12::text[], $13::int[], $14::int[])
         AS new (id, first_at, latest_at, latest_took, latest_health, latest_fault, open_from, open_step, open_count,
           open_fault, open_checks, state, state_revision, rebuilds)
       WHERE series.id = new.id`,
      ...columnsOf(14, rows),
    )
  },

  /** Replace the state that was computed from the stored one. @throws StateConflict when another is stored */
  setState(series: LockedSeries, state: HealthState, basedOn: number): void {
    if (series.stateRevision !== basedOn) throw new StateConflict(series)
    series.state = JSON.stringify(state)
    series.stateRevision++
  },

  /** What is configured of monitors, for the checks of all their regions. */
  async setMonitors(sql: Sql, monitors: readonly Monitor[]): Promise<void> {
    const rows = monitors.map(({ id, component, every, timeout, confirm }) => {
      const cadence: Cadence = { every, timeout, confirm }
      return [id, component, JSON.stringify(cadence)] as const
    })
    await sql.run(
      `UPDATE series SET component = new.component, cadence = new.cadence
       FROM unnest($1::text[], $2::text[], $3::text[]) AS new (monitor, component, cadence)
       WHERE series.monitor = new.monitor
         AND (series.component, series.cadence) IS DISTINCT FROM (new.component, new.cadence)`,
      ...columnsOf(3, rows),
    )
  },

  /** The regions with checks of monitors that were configured before, by monitor. */
  async recordedFrom(sql: Sql, monitors: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await sql.rows<SeriesName>(
      `SELECT monitor, region FROM series
       WHERE monitor = ANY ($1::text[]) AND first_at IS NOT NULL AND cadence IS NOT NULL ORDER BY id`,
      monitors,
    )
    return new Map(
      [...Map.groupBy(rows, ({ monitor }) => monitor)].map(([monitor, list]) => [
        monitor,
        list.map(({ region }) => region),
      ]),
    )
  },

  /** @param assignments by monitor */
  async all(
    sql: Sql,
    assignments: ReadonlyMap<string, readonly RegionAssignment[]>,
  ): Promise<readonly Series[]> {
    const rows = await sql.rows<SeriesRow>(
      `SELECT monitor, region, first_at, state, state_revision, pruned_before, pruned_state, rebuilds, component, cadence
       FROM series ORDER BY id`,
    )
    return rows.map((row) => ({
      monitor: row.monitor,
      region: row.region,
      firstAt: row.first_at,
      state: parse<HealthState>(row.state),
      stateRevision: row.state_revision,
      prunedBefore: row.pruned_before,
      prunedState: parse<HealthState>(row.pruned_state),
      rebuilds: row.rebuilds,
      component: row.component,
      cadence: parse<Cadence>(row.cadence),
      assignments: assignments.get(row.monitor) ?? [],
    }))
  },

  /** The latest check of each. */
  async latest(sql: Sql): Promise<readonly (SeriesName & { readonly check: SeriesCheck })[]> {
    const rows = await sql.rows<
      Pick<LockedRow, 'monitor' | 'region' | 'latest_took' | 'latest_fault'> & {
        readonly latest_at: number
        readonly latest_health: number
      }
    >(
      `SELECT monitor, region, latest_at, latest_took, latest_health, latest_fault FROM series
       WHERE latest_at IS NOT NULL ORDER BY monitor, region`,
    )
    return rows.map((row) => ({
      monitor: row.monitor,
      region: row.region,
      check: checkOf(row.latest_at, row.latest_took, row.latest_health, row.latest_fault),
    }))
  },

  /** The raw checks before an instant are pruned; `state` is the health there. */
  async setPruned(sql: Sql, id: number, before: number, state: HealthState): Promise<void> {
    await sql.run(
      `UPDATE series SET pruned_before = $1, pruned_state = $2
       WHERE id = $3 AND (pruned_before IS NULL OR pruned_before < $1)`,
      before,
      JSON.stringify(state),
      id,
    )
  },
}
