import type { Database } from 'better-sqlite3'
import type { Cadence, Monitor } from '../../../core/monitoring/monitor.ts'
import type { HealthState } from '../../../core/monitoring/health-state.ts'
import type { RegionAssignment } from '../../../core/monitoring/quorum.ts'
import { type SeriesName, seriesKey } from '../../../core/monitoring/series-name.ts'
import type { Series } from '../../check-store.ts'
import { StateConflict } from '../../store.ts'

type SeriesTableRow = {
  monitor: string
  region: string
  first_at: number | null
  state: string | null
  state_revision: number
  pruned_before: number | null
  pruned_state: string | null
  refolds: number
  component: string | null
  cadence: string | null
}

const parseState = (json: string | null): HealthState | null =>
  json === null ? null : (JSON.parse(json) as HealthState)

/** The table of series: their numbers, and what the port tells of them. */
export function seriesTable(db: Database) {
  const find = db
    .prepare<[string, string], number>('SELECT id FROM series WHERE monitor = ? AND region = ?')
    .pluck()
  const add = db.prepare<[string, string]>('INSERT INTO series (monitor, region) VALUES (?, ?)')
  const setState = db.prepare<[string, number, number]>(
    'UPDATE series SET state = ?, state_revision = state_revision + 1 WHERE id = ? AND state_revision = ?',
  )
  const incrementRebuilds = db.prepare<[number]>('UPDATE series SET refolds = refolds + 1 WHERE id = ?')
  const all = db.prepare<[], SeriesTableRow>(
    'SELECT monitor, region, first_at, state, state_revision, pruned_before, pruned_state, refolds, component, cadence FROM series',
  )
  const setMonitor = db.prepare<[string, string, string]>(
    'UPDATE series SET component = ?, cadence = ? WHERE monitor = ?',
  )
  const recordedFrom = db
    .prepare<[string], string>(
      'SELECT region FROM series WHERE monitor = ? AND first_at IS NOT NULL AND cadence IS NOT NULL',
    )
    .pluck()
  // Numbers never change once committed, so that other processes cannot make this stale; a rollback can.
  const idCache = new Map<string, number>()

  /** The number of a series, or undefined when nothing was ever recorded of it. */
  const idOf = (name: SeriesName): number | undefined => {
    const key = seriesKey(name)
    const id = idCache.get(key) ?? find.get(name.monitor, name.region)
    if (id !== undefined) idCache.set(key, id)
    return id
  }
  /** The number of a series, made when it is new; inside a transaction. */
  const ensure = (name: SeriesName): number => {
    const id = idOf(name)
    if (id !== undefined) return id
    add.run(name.monitor, name.region)
    return idOf(name)!
  }
  return {
    idOf,
    ensure,
    /** Replace the state that was computed from the stored one. Throws StateConflict when another is stored. In a transaction. */
    setState(name: SeriesName, state: HealthState, basedOn: number): void {
      if (setState.run(JSON.stringify(state), ensure(name), basedOn).changes === 0)
        throw new StateConflict(name)
    },
    countRebuild(id: number): void {
      incrementRebuilds.run(id)
    },
    /** The regions with checks of a monitor that was configured before. */
    recordedFrom: (monitor: string): readonly string[] => recordedFrom.all(monitor),
    /** What is configured of a monitor, for the checks of all its regions. */
    setMonitor({ id, component, every, timeout, confirm }: Monitor): void {
      const cadence: Cadence = { every, timeout, confirm }
      setMonitor.run(component, JSON.stringify(cadence), id)
    },
    /** @param assignments by monitor */
    all: (assignments: ReadonlyMap<string, readonly RegionAssignment[]>): readonly Series[] =>
      all.all().map((row) => ({
        monitor: row.monitor,
        region: row.region,
        firstAt: row.first_at,
        state: parseState(row.state),
        stateRevision: row.state_revision,
        prunedBefore: row.pruned_before,
        prunedState: parseState(row.pruned_state),
        rebuilds: row.refolds,
        component: row.component,
        cadence: row.cadence === null ? null : (JSON.parse(row.cadence) as Cadence),
        assignments: assignments.get(row.monitor) ?? [],
      })),
    /** To be called after a rollback: numbers given out in it are void. */
    clearCache: (): void => idCache.clear(),
  }
}
