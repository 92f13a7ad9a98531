import type { Database } from 'better-sqlite3'
import type { Monitor } from '../../../core/monitoring/monitor.ts'
import {
  type MonitorRegions,
  type Quorum,
  type RegionAssignment,
  isSameAssignment,
  watchedFromOf,
} from '../../../core/monitoring/quorum.ts'

type AssignmentRow = { monitor: string; from_at: number; regions: string; quorum: string }

const parseQuorum = (text: string): Quorum => (text === 'majority' || text === 'all' ? text : Number(text))

const toAssignment = ({ from_at, regions, quorum }: AssignmentRow): RegionAssignment => ({
  from: from_at,
  regions: JSON.parse(regions) as string[],
  quorum: parseQuorum(quorum),
})

/** Whether what was recorded of a monitor needs no word of who was to watch it: nothing was, or the collector itself did. */
const isOwn = (recordedFrom: readonly string[], ownRegion: string): boolean =>
  recordedFrom.length === 0 || recordedFrom.includes(ownRegion)

/** From where monitors were to be watched, by instant. */
export function regionAssignmentTable(db: Database) {
  const put = db.prepare<[string, number, string, string]>(
    'INSERT OR REPLACE INTO region_assignments (monitor, from_at, regions, quorum) VALUES (?, ?, ?, ?)',
  )
  const last = db.prepare<[string], AssignmentRow>(
    'SELECT monitor, from_at, regions, quorum FROM region_assignments WHERE monitor = ? ORDER BY from_at DESC LIMIT 1',
  )
  const all = db.prepare<[], AssignmentRow>(
    'SELECT monitor, from_at, regions, quorum FROM region_assignments ORDER BY monitor, from_at',
  )
  const write = (monitor: string, at: number, { regions, quorum }: MonitorRegions): void =>
    void put.run(monitor, at, JSON.stringify(regions), String(quorum))
  return {
    /**
     * A monitor is watched from some regions from an instant on (ms), or from the collector's own alone. In a transaction.
     *
     * @param recordedFrom the regions that recorded it while it was configured; empty for one that is configured the first
     *   time: what was imported of it goes by how it is watched now
     */
    assign(
      monitor: Pick<Monitor, 'id' | 'watchedFrom'>,
      ownRegion: string,
      at: number,
      recordedFrom: readonly string[],
    ): void {
      const { id } = monitor
      const row = last.get(id)
      const assigned = watchedFromOf(monitor, ownRegion)
      if (row && isSameAssignment(toAssignment(row), assigned)) return
      if (!row && !monitor.watchedFrom && isOwn(recordedFrom, ownRegion)) return
      if (!row && recordedFrom.length > 0) write(id, 0, { regions: recordedFrom, quorum: 'majority' })
      // A clock that was set back makes no assignment that is older than the one it replaces.
      write(id, Math.max(at, row?.from_at ?? 0), assigned)
    },
    /** By monitor, oldest first. */
    all: (): ReadonlyMap<string, readonly RegionAssignment[]> =>
      new Map(
        [...Map.groupBy(all.all(), ({ monitor }) => monitor)].map(([monitor, rows]) => [
          monitor,
          rows.map(toAssignment),
        ]),
      ),
  }
}
