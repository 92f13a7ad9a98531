import { hash } from 'node:crypto'
import { type AuditEntry, type AuditRecord, nextAuditEntry } from '../../../../core/account/audit-chain.ts'
import type { AuditFilter } from '../../../account-store.ts'
import type { Sql } from '../../sql.ts'

/** A row, with what is kept as text in its own columns. */
type AuditEntryRow = Omit<AuditEntry, 'actor' | 'detail'> & {
  readonly actorKind: AuditEntry['actor']['kind']
  readonly actor: string
  readonly detail: string
}

const columns =
  'seq, at, actor_kind AS "actorKind", actor, action, subject, detail, previous_hash AS "previousHash", hash'

const entryOf = ({ actorKind, actor, detail, ...row }: AuditEntryRow): AuditEntry => ({
  ...row,
  actor: { kind: actorKind, name: actor },
  detail: JSON.parse(detail) as AuditEntry['detail'],
})

/** What was done by whom: a chain that is only added to. */
export const auditTable = {
  /** Add what was done at the end of the chain. In a transaction: nobody else adds until it is over. */
  async append(sql: Sql, list: readonly AuditRecord[]): Promise<void> {
    if (list.length === 0) return
    await sql.run('LOCK TABLE audit IN EXCLUSIVE MODE')
    let last: Pick<AuditEntry, 'seq' | 'hash'> | null =
      (await sql.row<Pick<AuditEntry, 'seq' | 'hash'>>(
        'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
      )) ?? null
    for (const record of list) {
      const entry: AuditEntry = nextAuditEntry(last, record, (text) => hash('sha256', text))
      await sql.run(
        `INSERT INTO audit (seq, at, actor_kind, actor, action, subject, detail, previous_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        entry.seq,
        entry.at,
        entry.actor.kind,
        entry.actor.name,
        entry.action,
        entry.subject,
        JSON.stringify(entry.detail),
        entry.previousHash,
        entry.hash,
      )
      last = entry
    }
  },
  async chain(sql: Sql, after: number, limit: number): Promise<readonly AuditEntry[]> {
    const rows = await sql.rows<AuditEntryRow>(
      `SELECT ${columns} FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2`,
      after,
      limit,
    )
    return rows.map(entryOf)
  },
  async list(sql: Sql, { limit, before, actor, action }: AuditFilter): Promise<readonly AuditEntry[]> {
    const rows = await sql.rows<AuditEntryRow>(
      `SELECT ${columns} FROM audit
       WHERE ($1::bigint IS NULL OR seq < $1) AND ($2::text IS NULL OR actor = $2)
         AND ($3::text IS NULL OR action = $3 OR starts_with(action, $3 || '.'))
       ORDER BY seq DESC LIMIT $4`,
      before ?? null,
      actor ?? null,
      action ?? null,
      limit,
    )
    return rows.map(entryOf)
  },
}
