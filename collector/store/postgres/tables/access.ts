import type { Receipt, StoredToken } from '../../access-store.ts'
import { Conflict } from '../../store.ts'
import { columnsOf, type Sql } from '../sql.ts'
import { lastOfEach } from './versioned.ts'

/** How long answers are kept for requests that come again, ms. */
const receiptRetention = 7 * 86_400_000

/** Who may use the team's API, and what was answered to them. Writes are in a transaction. */
export const accessTables = {
  async putTokens(sql: Sql, list: readonly StoredToken[]): Promise<void> {
    // An array of arrays would have to be rectangular: scopes travel as JSON. Tokens are written one at a time.
    for (const one of lastOfEach(list, ({ id }) => id))
      await sql.run(
        `INSERT INTO tokens (id, name, scopes, hash, created_at, expires_at, revoked_at, region)
         VALUES ($1, $2, $3::text[], $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, scopes = excluded.scopes, hash = excluded.hash,
           created_at = excluded.created_at, expires_at = excluded.expires_at, revoked_at = excluded.revoked_at,
           region = excluded.region`,
        one.id,
        one.name,
        one.scopes,
        one.hash,
        one.createdAt,
        one.expiresAt,
        one.revokedAt,
        one.region ?? null,
      )
  },
  async tokens(sql: Sql): Promise<readonly StoredToken[]> {
    const rows = await sql.rows<Omit<StoredToken, 'region'> & { readonly region: string | null }>(
      `SELECT id, name, scopes, hash, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt",
         region
       FROM tokens ORDER BY created_at, id`,
    )
    return rows.map(({ region, ...token }) => ({ ...token, ...(region !== null && { region }) }))
  },
  /** Keep answers; old ones go. @throws Conflict where a key has one */
  async putReceipts(sql: Sql, list: readonly Receipt[]): Promise<void> {
    if (list.length === 0) return
    await sql.run(
      'DELETE FROM receipts WHERE at < $1',
      Math.max(...list.map(({ at }) => at)) - receiptRetention,
    )
    const added = await sql.run(
      `INSERT INTO receipts (key, request, status, answer, at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::bigint[]) ON CONFLICT DO NOTHING`,
      ...columnsOf(
        5,
        list.map(({ key, request, status, answer, at }) => [key, request, status, answer, at]),
      ),
    )
    if (added !== list.length) throw new Conflict('this idempotency key has been answered already', null)
  },
  async receipt(sql: Sql, key: string): Promise<Receipt | null> {
    const row = await sql.row<Receipt>(
      'SELECT key, request, status, answer, at FROM receipts WHERE key = $1',
      key,
    )
    return row ?? null
  },
}
