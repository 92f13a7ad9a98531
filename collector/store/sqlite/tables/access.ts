import type { Database } from 'better-sqlite3'
import type { Receipt, Scope, StoredToken } from '../../access-store.ts'
import { Conflict } from '../../store.ts'

/** How long answers are kept for requests that come again, ms. */
const receiptRetention = 7 * 86_400_000

type TokenRow = [string, string, string, string, number, number | null, number | null, string | null]
type ReceiptRow = [string, string, number, string, number]

/** Who may use the team's API, and what was answered to them. */
export function accessTables(db: Database) {
  const put = db.prepare<TokenRow>(
    `INSERT OR REPLACE INTO tokens (id, name, scopes, hash, created_at, expires_at, revoked_at, region)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const all = db
    .prepare<[], TokenRow>(
      'SELECT id, name, scopes, hash, created_at, expires_at, revoked_at, region FROM tokens ORDER BY created_at, id',
    )
    .raw()
  const add = db.prepare<ReceiptRow>(
    'INSERT OR IGNORE INTO receipts (key, request, status, answer, at) VALUES (?, ?, ?, ?, ?)',
  )
  const deleteReceiptsBefore = db.prepare<[number]>('DELETE FROM receipts WHERE at < ?')
  const find = db
    .prepare<[string], ReceiptRow>('SELECT key, request, status, answer, at FROM receipts WHERE key = ?')
    .raw()

  return {
    putToken({ id, name, scopes, hash, createdAt, expiresAt, revokedAt, region }: StoredToken): void {
      put.run(id, name, JSON.stringify(scopes), hash, createdAt, expiresAt, revokedAt, region ?? null)
    },
    tokens: (): readonly StoredToken[] =>
      all.all().map(([id, name, scopes, hash, createdAt, expiresAt, revokedAt, region]) => ({
        id,
        name,
        scopes: JSON.parse(scopes) as Scope[],
        hash,
        createdAt,
        expiresAt,
        revokedAt,
        ...(region !== null && { region }),
      })),
    /** Keep an answer; old ones go. Throws Conflict when the key has one. In a transaction. */
    putReceipt({ key, request, status, answer, at }: Receipt): void {
      deleteReceiptsBefore.run(at - receiptRetention)
      if (add.run(key, request, status, answer, at).changes === 0)
        throw new Conflict('this idempotency key has been answered already', null)
    },
    receipt(key: string): Receipt | null {
      const row = find.get(key)
      if (!row) return null
      const [, request, status, answer, at] = row
      return { key, request, status, answer, at }
    },
  }
}
