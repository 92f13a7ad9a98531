import type { AccountLink, AccountSession, EndedSessions } from '../../../account-store.ts'
import { Conflict } from '../../../store.ts'
import type { Sql } from '../../sql.ts'

const sessionColumns = `id_hash AS "idHash", account AS "accountId", created_at AS "createdAt",
  last_seen_at AS "lastSeenAt", expires_at AS "expiresAt", user_agent AS "userAgent", network, method`
const linkColumns = `hash, purpose, account AS "accountId", role, created_at AS "createdAt", expires_at AS "expiresAt",
  used_at AS "usedAt"`

/** Browsers that are signed in to the console. Writes are in a transaction. */
export const sessionTable = {
  get: async (sql: Sql, idHash: string): Promise<AccountSession | null> =>
    (await sql.row<AccountSession>(`SELECT ${sessionColumns} FROM sessions WHERE id_hash = $1`, idHash)) ??
    null,
  of: (sql: Sql, accountId: string): Promise<readonly AccountSession[]> =>
    sql.rows(
      `SELECT ${sessionColumns} FROM sessions WHERE account = $1 ORDER BY last_seen_at DESC, id_hash`,
      accountId,
    ),
  /** Those that are over go. */
  async add(sql: Sql, one: AccountSession): Promise<void> {
    await sql.run('DELETE FROM sessions WHERE expires_at <= $1', one.createdAt)
    await sql.run(
      `INSERT INTO sessions (id_hash, account, created_at, last_seen_at, expires_at, user_agent, network, method)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      one.idHash,
      one.accountId,
      one.createdAt,
      one.lastSeenAt,
      one.expiresAt,
      one.userAgent,
      one.network,
      one.method,
    )
  },
  see: (sql: Sql, idHash: string, at: number): Promise<number> =>
    sql.run(
      'UPDATE sessions SET last_seen_at = greatest(last_seen_at, $1::bigint) WHERE id_hash = $2',
      at,
      idHash,
    ),
  end: (sql: Sql, ended: EndedSessions): Promise<number> =>
    'idHash' in ended
      ? sql.run('DELETE FROM sessions WHERE id_hash = $1', ended.idHash)
      : sql.run(
          'DELETE FROM sessions WHERE account = $1 AND id_hash <> $2',
          ended.accountId,
          ended.except ?? '',
        ),
}

/** Links that open accounts. Writes are in a transaction. */
export const accountLinkTable = {
  get: async (sql: Sql, hash: string): Promise<AccountLink | null> =>
    (await sql.row<AccountLink>(`SELECT ${linkColumns} FROM account_links WHERE hash = $1`, hash)) ?? null,
  open: (sql: Sql, now: number): Promise<readonly AccountLink[]> =>
    sql.rows(
      `SELECT ${linkColumns} FROM account_links WHERE used_at IS NULL AND expires_at > $1 ORDER BY created_at, hash`,
      now,
    ),
  /** Those that are over go. */
  async add(sql: Sql, one: AccountLink): Promise<void> {
    await sql.run('DELETE FROM account_links WHERE expires_at <= $1', one.createdAt)
    await sql.run(
      `INSERT INTO account_links (hash, purpose, account, role, created_at, expires_at, used_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      one.hash,
      one.purpose,
      one.accountId,
      one.role,
      one.createdAt,
      one.expiresAt,
      one.usedAt,
    )
  },
  /** @throws Conflict where it is unknown, used or over */
  async use(sql: Sql, hash: string, at: number): Promise<void> {
    const used = await sql.run(
      'UPDATE account_links SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2',
      hash,
      at,
    )
    if (used === 0) throw new Conflict('the link was used, or is over', null)
  },
  revoke: (sql: Sql, accountId: string | null): Promise<number> =>
    sql.run(
      'DELETE FROM account_links WHERE account IS NOT DISTINCT FROM $1::text AND used_at IS NULL',
      accountId,
    ),
  forget: (sql: Sql, accountId: string): Promise<number> =>
    sql.run('DELETE FROM account_links WHERE account = $1', accountId),
}
