import type { Monitor } from '../../../core/monitoring/monitor.ts'
import {
  type Quorum,
  type RegionAssignment,
  isSameAssignment,
  watchedFromOf,
} from '../../../core/monitoring/quorum.ts'
import { columnsOf, type Sql } from '../sql.ts'
import { lastOfEach } from './versioned.ts'

type RegionAssignmentRow = {
  readonly monitor: string
  readonly from_at: number
  readonly regions: string
  readonly quorum: string
}
type AssignedMonitor = Pick<Monitor, 'id' | 'watchedFrom'>

const parseQuorum = (text: string): Quorum => (text === 'majority' || text === 'all' ? text : Number(text))

const toAssignment = ({ from_at, regions, quorum }: RegionAssignmentRow): RegionAssignment => ({
  from: from_at,
  regions: JSON.parse(regions) as string[],
  quorum: parseQuorum(quorum),
})

/** Whether what was recorded of a monitor needs no word of who was to watch it: nothing was, or the collector itself did. */
const isOwn = (recordedFrom: readonly string[], ownRegion: string): boolean =>
  recordedFrom.length === 0 || recordedFrom.includes(ownRegion)

/** What an instant (ms) adds for a monitor, by the last of its assignments and the regions that recorded it. */
function added(
  monitor: AssignedMonitor,
  ownRegion: string,
  at: number,
  last: RegionAssignment | null,
  recordedFrom: readonly string[],
): readonly RegionAssignment[] {
  const assigned = watchedFromOf(monitor, ownRegion)
  if (last && isSameAssignment(last, assigned)) return []
  if (!last && !monitor.watchedFrom && isOwn(recordedFrom, ownRegion)) return []
  return [
    ...(!last && recordedFrom.length > 0
      ? [{ from: 0, regions: recordedFrom, quorum: 'majority' as const }]
      : []),
    // A clock that was set back makes no assignment that is older than the one it replaces.
    { from: Math.max(at, last?.from ?? 0), ...assigned },
  ]
}

/** From where monitors were to be watched, by instant. */
export const regionAssignmentTable = {
  /**
   * Monitors are watched from some regions from an instant on (ms), or from the collector's own alone. In a transaction.
   *
   * @param recordedFrom by monitor, the regions that recorded it while it was configured
   */
  async assign(
    sql: Sql,
    monitors: readonly AssignedMonitor[],
    ownRegion: string,
    at: number,
    recordedFrom: ReadonlyMap<string, readonly string[]>,
  ): Promise<void> {
    const latest = new Map(
      (
        await sql.rows<RegionAssignmentRow>(
          `SELECT DISTINCT ON (monitor) monitor, from_at, regions, quorum FROM region_assignments
           WHERE monitor = ANY ($1::text[]) ORDER BY monitor, from_at DESC`,
          monitors.map(({ id }) => id),
        )
      ).map((row) => [row.monitor, toAssignment(row)]),
    )
    const rows = monitors.flatMap((monitor) => {
      const { id } = monitor
      return added(monitor, ownRegion, at, latest.get(id) ?? null, recordedFrom.get(id) ?? []).map(
        ({ from, regions, quorum }) => [id, from, JSON.stringify(regions), String(quorum)] as const,
      )
    })
    if (rows.length === 0) return
    await sql.run(
      `INSERT INTO region_assignments (monitor, from_at, regions, quorum)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[])
       ON CONFLICT (monitor, from_at) DO UPDATE SET regions = excluded.regions, quorum = excluded.quorum`,
      ...columnsOf(
        4,
        lastOfEach(rows, ([monitor, from]) => `${monitor}\n${from}`),
      ),
    )
  },
  /** By monitor, oldest first. */
  async all(sql: Sql): Promise<ReadonlyMap<string, readonly RegionAssignment[]>> {
    const rows = await sql.rows<RegionAssignmentRow>(
      'SELECT monitor, from_at, regions, quorum FROM region_assignments ORDER BY monitor, from_at',
    )
    return new Map(
      [...Map.groupBy(rows, ({ monitor }) => monitor)].map(([monitor, list]) => [
        monitor,
        list.map(toAssignment),
      ]),
    )
  },
}
