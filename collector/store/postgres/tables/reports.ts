import type { StoredReport, StoredReportHead } from '../../report-store.ts'
import { Conflict } from '../../store.ts'
import { sqlState } from '../errors.ts'
import type { Sql } from '../sql.ts'

const head = 'sequence, period, revision, frozen_at AS "frozenAt", why, data, previous, hash'

/** The chain of frozen reports: rows are added, never changed. Writes are in a transaction. */
export const reportTable = {
  /** Add the next links. @throws Conflict where another process was faster */
  async put(sql: Sql, list: readonly StoredReport[]): Promise<void> {
    for (const report of list) {
      const last = await sql.row<{ last: number }>('SELECT coalesce(max(sequence), 0) AS last FROM reports')
      if (report.sequence !== last!.last + 1) throw notNext(last!.last + 1, report.sequence)
      const { sequence, period, revision, frozenAt, why, data, previous, hash, text, facts } = report
      try {
        await sql.run(
          `INSERT INTO reports (sequence, period, revision, frozen_at, why, data, previous, hash, text, facts)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
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
        )
      } catch (error) {
        if (sqlState(error) === '23505') throw notNext(sequence + 1, sequence)
        throw error
      }
    }
  },
  since: (sql: Sql, after: number): Promise<readonly StoredReport[]> =>
    sql.rows(`SELECT ${head}, text, facts FROM reports WHERE sequence > $1 ORDER BY sequence`, after),
  async get(sql: Sql, sequence: number): Promise<StoredReport | null> {
    const row = await sql.row<StoredReport>(
      `SELECT ${head}, text, facts FROM reports WHERE sequence = $1`,
      sequence,
    )
    return row ?? null
  },
  heads: (sql: Sql): Promise<readonly StoredReportHead[]> =>
    sql.rows(`SELECT ${head}, facts FROM reports ORDER BY sequence`),
}

const notNext = (next: number, sequence: number): Conflict =>
  new Conflict(`the next frozen report is number ${next}, not ${sequence}`, null)
