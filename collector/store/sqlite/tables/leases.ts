import type { Database } from 'better-sqlite3'
import type { Lease, LeaseToken } from '../../lease.ts'
import { LeaseLost } from '../../store.ts'

/** Leases by name. A row stays when its lease is given back or over, so that generations only grow. */
export function leaseTable(db: Database) {
  const acquire = db
    .prepare<[string, string, number, number], number>(
      `INSERT INTO leases (name, generation, holder, expires_at) VALUES (?, 1, ?, ?)
       ON CONFLICT (name) DO UPDATE
       SET generation = generation + 1, holder = excluded.holder, expires_at = excluded.expires_at
       WHERE holder IS NULL OR holder = excluded.holder OR expires_at <= ?
       RETURNING generation`,
    )
    .pluck()
  const renew = db
    .prepare<[number, string, number], string>(
      `UPDATE leases SET expires_at = ? WHERE name = ? AND generation = ? AND holder IS NOT NULL
       RETURNING holder`,
    )
    .pluck()
  const release = db.prepare<[string, number]>(
    'UPDATE leases SET holder = NULL WHERE name = ? AND generation = ?',
  )
  const held = db
    .prepare<[string, number], number>(
      'SELECT 1 FROM leases WHERE name = ? AND generation = ? AND holder IS NOT NULL',
    )
    .pluck()
  return {
    /** See LeaseStore.acquireLease. In a transaction. */
    acquire(name: string, holder: string, now: number, ttl: number): Lease | null {
      const expiresAt = now + ttl
      const generation = acquire.get(name, holder, expiresAt, now)
      return generation === undefined ? null : { name, holder, generation, expiresAt }
    },
    /** See LeaseStore.renewLease. In a transaction. */
    renew({ name, generation }: LeaseToken, now: number, ttl: number): Lease | null {
      const expiresAt = now + ttl
      const holder = renew.get(expiresAt, name, generation)
      return holder === undefined ? null : { name, holder, generation, expiresAt }
    },
    /** See LeaseStore.releaseLease. In a transaction. */
    release({ name, generation }: LeaseToken): void {
      release.run(name, generation)
    },
    /** Throws LeaseLost unless a lease is still held. In a transaction. */
    require({ name, generation }: LeaseToken): void {
      if (held.get(name, generation) === undefined) throw new LeaseLost(name)
    },
  }
}
