import { type Account, nameKey } from '../../../../core/account/account.ts'
import type { Passkey } from '../../../account-store.ts'
import { Conflict } from '../../../store.ts'
import type { Sql } from '../../sql.ts'
import { selectBodies, selectBody } from '../versioned.ts'

/** Accounts of the console. Writes are in a transaction. */
export const accountTable = {
  all: (sql: Sql): Promise<readonly Account[]> =>
    selectBodies(sql, 'SELECT body FROM accounts ORDER BY created_at, id'),
  get: (sql: Sql, id: string): Promise<Account | null> =>
    selectBody(sql, 'SELECT body FROM accounts WHERE id = $1', id),
  byName: (sql: Sql, name: string): Promise<Account | null> =>
    selectBody(sql, 'SELECT body FROM accounts WHERE name_key = $1', nameKey(name)),

  /** Write accounts. @throws Conflict unless a version follows the stored one, and name and identity are its own */
  async put(sql: Sql, list: readonly Account[]): Promise<void> {
    if (list.length === 0) return
    // Accounts are few and seldom written: one process at a time compares names with those that are there.
    await sql.run('LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE')
    for (const next of list) await putAccount(sql, next)
  },
  /** Remove an account with its passkeys. @throws Conflict where it has another version */
  async remove(sql: Sql, id: string, version: number): Promise<void> {
    if ((await sql.run('DELETE FROM accounts WHERE id = $1 AND version = $2', id, version)) === 0)
      throw new Conflict('the account was changed by somebody else', null)
    await sql.run('DELETE FROM passkeys WHERE account = $1', id)
  },
}

async function putAccount(sql: Sql, next: Account): Promise<void> {
  if (next.version !== ((await accountTable.get(sql, next.id))?.version ?? 0) + 1)
    throw new Conflict(`the account ${next.name} was changed by somebody else`, null)
  const other = await accountTable.byName(sql, next.name)
  if (other !== null && other.id !== next.id)
    throw new Conflict(`there is an account named ${other.name}`, null)
  const known =
    next.identity === null
      ? null
      : await selectBody<Account>(sql, 'SELECT body FROM accounts WHERE identity = $1', next.identity)
  if (known !== null && known.id !== next.id)
    throw new Conflict(`the account ${known.name} has this identity`, null)
  await sql.run(
    `INSERT INTO accounts (id, name_key, identity, created_at, version, body) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET name_key = excluded.name_key, identity = excluded.identity,
       version = excluded.version, body = excluded.body`,
    next.id,
    nameKey(next.name),
    next.identity,
    next.createdAt,
    next.version,
    JSON.stringify(next),
  )
}

/** Passkeys of accounts. Writes are in a transaction. */
export const passkeyTable = {
  of: (sql: Sql, accountId: string): Promise<readonly Passkey[]> =>
    selectBodies(sql, 'SELECT body FROM passkeys WHERE account = $1 ORDER BY created_at, id', accountId),
  get: (sql: Sql, id: string): Promise<Passkey | null> =>
    selectBody(sql, 'SELECT body FROM passkeys WHERE id = $1', id),
  /** @throws Conflict where another account has it */
  async put(sql: Sql, next: Passkey): Promise<void> {
    const written = await sql.run(
      `INSERT INTO passkeys (id, account, created_at, body) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, body = excluded.body
       WHERE passkeys.account = excluded.account`,
      next.id,
      next.accountId,
      next.createdAt,
      JSON.stringify(next),
    )
    if (written === 0) throw new Conflict('another account has this passkey', null)
  },
  remove: (sql: Sql, id: string, accountId: string): Promise<number> =>
    sql.run('DELETE FROM passkeys WHERE id = $1 AND account = $2', id, accountId),
}
