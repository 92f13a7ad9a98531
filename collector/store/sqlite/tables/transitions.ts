import type { Database } from 'better-sqlite3'
import type { Interval } from '../../../core/time/interval.ts'
import type { Transition } from '../../../core/monitoring/transition.ts'
import { healthCode, healthOf } from '../../check-packs.ts'

type TransitionRow = [monitor: string, region: string, at: number, seenAt: number, health: number]

/** Confirmed changes of health, by series and instant. */
export function transitionTable(db: Database) {
  const put = db.prepare<[number, number, number, number]>(
    'INSERT OR REPLACE INTO transitions (series, at, seen_at, health) VALUES (?, ?, ?, ?)',
  )
  const drop = db.prepare<[number, number]>('DELETE FROM transitions WHERE series = ? AND at >= ?')
  const within = db
    .prepare<[string | null, string | null, number, number, number], TransitionRow>(
      `SELECT s.monitor, s.region, t.at, t.seen_at, t.health
       FROM series s JOIN transitions t ON t.series = s.id
       WHERE (? IS NULL OR s.monitor IN (SELECT value FROM json_each(?)))
         AND t.at >= coalesce((SELECT max(at) FROM transitions WHERE series = s.id AND at <= ?), ?) AND t.at < ?
       ORDER BY s.monitor, s.region, t.at`,
    )
    .raw()
  return {
    /** Add a transition to a series; one at the same instant is replaced. */
    put(id: number, { at, seenAt, health }: Transition): void {
      put.run(id, at, seenAt, healthCode(health))
    },
    /** Forget the transitions of a series from an instant on. */
    drop(id: number, from: number): void {
      drop.run(id, from)
    },
    /** See Store.transitions. */
    within({ from, to }: Interval, monitors?: readonly string[]): readonly Transition[] {
      const names = monitors ? JSON.stringify(monitors) : null
      return within.all(names, names, from, from, to).map(([monitor, region, at, seenAt, health]) => ({
        monitor,
        region,
        at,
        seenAt,
        health: healthOf(health),
      }))
    },
  }
}
