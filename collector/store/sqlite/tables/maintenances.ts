import type { Database } from 'better-sqlite3'
import type { Interval } from '../../../core/time/interval.ts'
import { type Maintenance, beginsAt, endsAt } from '../../../core/maintenance/maintenance.ts'
import type { LoadedRecurringMaintenance } from '../../../core/maintenance/recurring-maintenance.ts'
import { Conflict } from '../../store.ts'

const parse = (body: string): Maintenance => JSON.parse(body) as Maintenance

/** Maintenances, and the entries of the programme that some of them occur by. */
export function maintenanceTables(db: Database) {
  const get = db.prepare<[string], string>('SELECT body FROM maintenances WHERE id = ?').pluck()
  const put = db.prepare<[string, number, number, number, string]>(
    'INSERT OR REPLACE INTO maintenances (id, version, starts_at, ends_at, body) VALUES (?, ?, ?, ?, ?)',
  )
  const remove = db.prepare<[string, number]>('DELETE FROM maintenances WHERE id = ? AND version = ?')
  const all = db.prepare<[], string>('SELECT body FROM maintenances ORDER BY starts_at DESC, id').pluck()
  const touching = db
    .prepare<[number, number], string>(
      'SELECT body FROM maintenances WHERE starts_at < ? AND ends_at > ? ORDER BY starts_at DESC, id',
    )
    .pluck()
  const putEntry = db.prepare<[string, string]>(
    'INSERT OR REPLACE INTO programme (entry, body) VALUES (?, ?)',
  )
  const entries = db.prepare<[], string>('SELECT body FROM programme ORDER BY entry').pluck()

  const maintenance = (id: string): Maintenance | null => {
    const body = get.get(id)
    return body === undefined ? null : parse(body)
  }
  return {
    maintenance,
    /** Write a maintenance and return what it replaced. Throws Conflict unless its version follows the stored one. In a transaction. */
    put(next: Maintenance): Maintenance | null {
      const current = maintenance(next.id)
      const stored = current?.version ?? 0
      if (next.version !== stored + 1)
        throw new Conflict(
          `maintenance ${next.id} is at version ${stored}, so what follows is ${stored + 1}, not ${next.version}`,
          current,
        )
      put.run(
        next.id,
        next.version,
        beginsAt(next),
        Math.max(next.scheduledUntil, endsAt(next)),
        JSON.stringify(next),
      )
      return current
    },
    /** Delete one that is still at a version. Throws Conflict when it is at another; one that is gone is gone. In a transaction. */
    drop(id: string, version: number): void {
      if (remove.run(id, version).changes === 1) return
      const current = maintenance(id)
      if (current)
        throw new Conflict(`maintenance ${id} is at version ${current.version}, not ${version}`, current)
    },
    /** See Store.maintenances. */
    maintenances: (within?: Interval): readonly Maintenance[] =>
      (within ? touching.all(within.to, within.from) : all.all()).map(parse),
    putEntry(loaded: LoadedRecurringMaintenance): void {
      putEntry.run(loaded.entry.id, JSON.stringify(loaded))
    },
    recurringMaintenance: (): readonly LoadedRecurringMaintenance[] =>
      entries.all().map((body) => JSON.parse(body) as LoadedRecurringMaintenance),
  }
}
