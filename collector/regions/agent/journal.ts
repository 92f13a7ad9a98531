import SQLite from 'better-sqlite3'
import type { Check } from '../../core/monitoring/check.ts'
import type { DeliveredCheck } from '../agent-protocol.ts'

/** What an agent saw and has not delivered yet, on its own disk. */
export type AgentJournal = {
  /** Keep a check until it is delivered. Throws what SQLite throws when the disk refuses. */
  append(check: DeliveredCheck): void
  /** The oldest ones, at most `limit`, and the number of the last of them; null where there are none. */
  oldest(limit: number): { readonly checks: readonly DeliveredCheck[]; readonly last: number } | null
  /** Those up to a number are delivered. */
  remove(last: number): void
  /** Those made before an instant (ms) are given up; returns how many. */
  dropBefore(at: number): number
  size(): number
  close(): void
}

const schema = `
  CREATE TABLE IF NOT EXISTS checks (
    number INTEGER PRIMARY KEY,
    monitor TEXT NOT NULL,
    at INTEGER NOT NULL,
    health TEXT NOT NULL,
    took REAL,
    fault TEXT,
    every INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS checks_at ON checks (at);`

type JournalRow = {
  number: number
  monitor: string
  at: number
  health: Check['health']
  took: number | null
  fault: string | null
  every: number | null
}

/**
 * Open or create the journal. No secret is in it: monitors are known by their ids, and faults are free of secrets.
 *
 * @param file `:memory:` for none on disk
 */
export function openJournal(file: string): AgentJournal {
  const db = new SQLite(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.exec(schema)
  const append = db.prepare<[string, number, string, number | null, string | null, number | null]>(
    'INSERT INTO checks (monitor, at, health, took, fault, every) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const oldest = db.prepare<[number], JournalRow>(
    'SELECT number, monitor, at, health, took, fault, every FROM checks ORDER BY number LIMIT ?',
  )
  const remove = db.prepare<[number]>('DELETE FROM checks WHERE number <= ?')
  const dropBefore = db.prepare<[number]>('DELETE FROM checks WHERE at < ?')
  const size = db.prepare<[], number>('SELECT count(*) FROM checks').pluck()
  return {
    append({ monitor, at, health, took, fault, every }) {
      append.run(monitor, at, health, took, fault ? JSON.stringify(fault) : null, every ?? null)
    },
    oldest(limit) {
      const rows = oldest.all(limit)
      const last = rows.at(-1)?.number
      return last === undefined ? null : { checks: rows.map(toCheck), last }
    },
    remove: (last) => void remove.run(last),
    dropBefore: (at) => dropBefore.run(at).changes,
    size: () => size.get()!,
    close: () => void db.close(),
  }
}

const toCheck = ({ monitor, at, health, took, fault, every }: JournalRow): DeliveredCheck => ({
  monitor,
  at,
  health,
  took,
  ...(fault !== null && { fault: JSON.parse(fault) as Check['fault'] & object }),
  ...(every !== null && { every }),
})
