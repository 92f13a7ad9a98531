import { hash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { type AuditEntry, type AuditRecord, nextAuditEntry } from '../../../core/account/audit-chain.ts'
import type { AuditFilter } from '../../account-store.ts'

/** A row, with what SQLite has no type for in its own columns. */
type AuditRow = Omit<AuditEntry, 'actor' | 'detail'> & {
  readonly actorKind: AuditEntry['actor']['kind']
  readonly actor: string
  readonly detail: string
}

const columns =
  'seq, at, actor_kind AS actorKind, actor, action, subject, detail, previous_hash AS previousHash, hash'

const entryOf = ({ actorKind, actor, detail, ...row }: AuditRow): AuditEntry => ({
  ...row,
  actor: { kind: actorKind, name: actor },
  detail: JSON.parse(detail) as AuditEntry['detail'],
})

/** What was done by whom: a chain that is only added to. */
export function auditTable(db: Database) {
  const last = db.prepare<[], { seq: number; hash: string }>(
    'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
  )
  const add = db.prepare<AuditRow>(
    `INSERT INTO audit VALUES (@seq, @at, @actorKind, @actor, @action, @subject, @detail, @previousHash, @hash)`,
  )
  const chain = db.prepare<[number, number], AuditRow>(
    `SELECT ${columns} FROM audit WHERE seq > ? ORDER BY seq LIMIT ?`,
  )
  const list = db.prepare<
    { before: number | null; actor: string | null; action: string | null; limit: number },
    AuditRow
  >(
    `SELECT ${columns} FROM audit
     WHERE (@before IS NULL OR seq < @before) AND (@actor IS NULL OR actor = @actor)
       AND (@action IS NULL OR action = @action OR substr(action, 1, length(@action) + 1) = @action || '.')
     ORDER BY seq DESC LIMIT @limit`,
  )
  return {
    /** Add what was done at the end of the chain. In a transaction: nobody else adds meanwhile. */
    append(record: AuditRecord): void {
      const entry = nextAuditEntry(last.get() ?? null, record, (text) => hash('sha256', text))
      const { actor, detail } = entry
      add.run({ ...entry, actorKind: actor.kind, actor: actor.name, detail: JSON.stringify(detail) })
    },
    chain: (after: number, limit: number): readonly AuditEntry[] => chain.all(after, limit).map(entryOf),
    list: ({ limit, before, actor, action }: AuditFilter): readonly AuditEntry[] =>
      list.all({ limit, before: before ?? null, actor: actor ?? null, action: action ?? null }).map(entryOf),
  }
}
