import type { Database } from 'better-sqlite3'
import type { StoredReport, StoredReportHead } from '../../report-store.ts'
import { Conflict } from '../../store.ts'

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
  const columns = 'sequence, period, revision, frozen_at, why, data, previous, hash, text, facts'
  const since = db
    .prepare<[number], FrozenReportRow>(`SELECT ${columns} FROM reports WHERE sequence > ? ORDER BY sequence`)
    .raw()
  const one = db.prepare<[number], FrozenReportRow>(`SELECT ${columns} FROM reports WHERE sequence = ?`).raw()
  const heads = db
    .prepare<[], FrozenReportRow>(`SELECT ${columns.replace('text', "''")} FROM reports ORDER BY sequence`)
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
    since: (after: number): readonly StoredReport[] => since.all(after).map(reportOf),
    get(sequence: number): StoredReport | null {
      const row = one.get(sequence)
      return row === undefined ? null : reportOf(row)
    },
    heads: (): readonly StoredReportHead[] =>
      heads.all().map((row) => {
        const { text: _, ...head } = reportOf(row)
        return head
      }),
  }
}

const reportOf = ([
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
]: FrozenReportRow): StoredReport => ({
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
})
