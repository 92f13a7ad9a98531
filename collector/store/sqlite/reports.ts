import type { Database } from 'better-sqlite3'
import type { StoredReport } from '../report-store.ts'
import { Conflict } from '../store.ts'

type FrozenReportRow = [
  number,
  string,
  number,
  number,
  string | null,
  string,
  string | null,
  string,
  string,
  string,
]

/** The chain of frozen reports: rows are added, never changed. */
export function reportTable(db: Database) {
  const last = db.prepare<[], number | null>('SELECT max(sequence) FROM reports').pluck()
  const add = db.prepare<FrozenReportRow>(
    `INSERT INTO reports (sequence, period, revision, frozen_at, why, data, previous, hash, text, facts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const all = db
    .prepare<[], FrozenReportRow>(
      `SELECT sequence, period, revision, frozen_at, why, data, previous, hash, text, facts
       FROM reports ORDER BY sequence`,
    )
    .raw()
  return {
    /** Add the next link. Throws Conflict when another process was faster. In a transaction. */
    put(report: StoredReport): void {
      const next = (last.get() ?? 0) + 1
      if (report.sequence !== next)
        throw new Conflict(`the next frozen report is number ${next}, not ${report.sequence}`, null)
      const { sequence, period, revision, frozenAt, why, data, previous, hash, text, facts } = report
      add.run(sequence, period, revision, frozenAt, why, data, previous, hash, text, facts)
    },
    all: (): readonly StoredReport[] =>
      all.all().map(([sequence, period, revision, frozenAt, why, data, previous, hash, text, facts]) => ({
        sequence,
        period,
        revision,
        frozenAt,
        why,
        data,
        previous,
        hash,
        text,
        facts,
      })),
  }
}
