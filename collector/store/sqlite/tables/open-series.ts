import type { Database } from 'better-sqlite3'
import type { Check } from '../../../core/monitoring/check.ts'
import { faultLine, faultOf, healthCode, healthOf, type Pack, type SeriesCheck } from '../../check-packs.ts'

type SeriesChecksRow = [
  firstAt: number | null,
  prunedBefore: number | null,
  latestAt: number | null,
  latestTook: number | null,
  latestHealth: number | null,
  latestFault: string | null,
  openFrom: number | null,
  openStep: number,
  openCount: number,
  openFault: string | null,
  openChecks: Buffer,
]

/** What of a series changes with its checks. `open` is the pack that still grows. */
export type OpenSeries = {
  firstAt: number | null
  prunedBefore: number | null
  latest: SeriesCheck | null
  open: Pack | null
}

const columns = [
  'first_at',
  'pruned_before',
  'latest_at',
  'latest_took',
  'latest_health',
  'latest_fault',
  'open_from',
  'open_step',
  'open_count',
  'open_fault',
  'open_checks',
] as const

const seriesCheck = (at: number, took: number | null, health: number, fault: string | null): SeriesCheck => ({
  at,
  health: healthOf(health),
  took: took === null ? null : took / 10,
  ...(fault === null ? {} : { fault: faultOf(fault) }),
})

/** The row of each series as its checks change it. */
export function openSeriesTable(db: Database) {
  const load = db
    .prepare<[number], SeriesChecksRow>(`SELECT ${columns.join(', ')} FROM series WHERE id = ?`)
    .raw()
  const save = db.prepare<[...SeriesChecksRow, number]>(
    `UPDATE series SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
  )
  const setPruned = db.prepare<[number, string, number]>(
    'UPDATE series SET pruned_before = ?, pruned_state = ? WHERE id = ?',
  )
  const latestRows = db
    .prepare<[], [string, string, number, number | null, number, string | null]>(
      `SELECT monitor, region, latest_at, latest_took, latest_health, latest_fault FROM series
       WHERE latest_at IS NOT NULL ORDER BY monitor, region`,
    )
    .raw()

  return {
    read(id: number): OpenSeries {
      const row = load.get(id)!
      const [firstAt, prunedBefore, latestAt, took, health, fault, from, step, count, openFault, bytes] = row
      return {
        firstAt,
        prunedBefore,
        latest: latestAt === null ? null : seriesCheck(latestAt, took, health!, fault),
        open:
          from === null ? null : { from, last: latestAt!, step, count, fault: openFault, every: null, bytes },
      }
    },

    write(id: number, { firstAt, prunedBefore, latest, open }: OpenSeries): void {
      save.run(
        firstAt,
        prunedBefore,
        latest?.at ?? null,
        latest?.took == null ? null : Math.round(latest.took * 10),
        latest ? healthCode(latest.health) : null,
        latest?.fault ? faultLine(latest.fault) : null,
        open?.from ?? null,
        open?.step ?? 0,
        open?.count ?? 0,
        open?.fault ?? null,
        open?.bytes ?? Buffer.alloc(0),
        id,
      )
    },

    /** The raw checks before an instant are pruned; `state` is the health at that instant, as JSON. */
    setPrunedBefore: (id: number, before: number, state: string): void => {
      setPruned.run(before, state, id)
    },

    /** See Store.latestChecks. */
    latest: (): Check[] =>
      latestRows.all().map(([monitor, region, at, took, health, fault]) => {
        const check = seriesCheck(at, took, health, fault)
        return check.fault
          ? { monitor, region, at, health: check.health, took: check.took, fault: check.fault }
          : { monitor, region, at, health: check.health, took: check.took }
      }),
  }
}

/** See openSeriesTable. */
export type OpenSeriesTable = ReturnType<typeof openSeriesTable>
