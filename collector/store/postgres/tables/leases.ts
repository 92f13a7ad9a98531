import type { Lease, LeaseToken } from '../../lease.ts'
import { LeaseLost } from '../../store.ts'
import type { Sql } from '../sql.ts'

/** Leases by name. A row stays when its lease is given back or over, so that generations only grow. Writes are in a transaction. */
export const leaseTable = {
  /** See LeaseStore.acquireLease. */
  async acquire(sql: Sql, name: string, holder: string, now: number, ttl: number): Promise<Lease | null> {
    const expiresAt = now + ttl
    const row = await sql.row<{ generation: number }>(
      `INSERT INTO leases AS stored (name, generation, holder, expires_at) VALUES ($1, 1, $2, $3)
       ON CONFLICT (name) DO UPDATE
       SET generation = stored.generation + 1, holder = excluded.holder, expires_at = excluded.expires_at
       WHERE stored.holder IS NULL OR stored.holder = excluded.holder OR stored.expires_at <= $4
       RETURNING generation`,
      name,
      holder,
      expiresAt,
      now,
    )
    return row ? { name, holder, generation: row.generation, expiresAt } : null
  },
  /** See LeaseStore.renewLease. */
  async renew(sql: Sql, { name, generation }: LeaseToken, now: number, ttl: number): Promise<Lease | null> {
    const expiresAt = now + ttl
    const row = await sql.row<{ holder: string }>(
      `UPDATE leases SET expires_at = $1 WHERE name = $2 AND generation = $3 AND holder IS NOT NULL
       RETURNING holder`,
      expiresAt,
      name,
      generation,
    )
    return row ? { name, holder: row.holder, generation, expiresAt } : null
  },
  /** See LeaseStore.releaseLease. */
  async release(sql: Sql, { name, generation }: LeaseToken): Promise<void> {
    await sql.run('UPDATE leases SET holder = NULL WHERE name = $1 AND generation = $2', name, generation)
  },
  /** Nobody takes it until the transaction is over. @throws LeaseLost unless it is still held */
  async require(sql: Sql, { name, generation }: LeaseToken): Promise<void> {
    const held = await sql.row(
      'SELECT FROM leases WHERE name = $1 AND generation = $2 AND holder IS NOT NULL FOR SHARE',
      name,
      generation,
    )
    if (!held) throw new LeaseLost(name)
  },
}
