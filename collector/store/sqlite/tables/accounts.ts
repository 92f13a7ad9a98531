import type { Database } from 'better-sqlite3'
import { type Account, nameKey } from '../../../core/account/account.ts'
import type { Passkey } from '../../account-store.ts'
import { Conflict } from '../../store.ts'

const parseAccount = (body: string | undefined): Account | null =>
  body === undefined ? null : (JSON.parse(body) as Account)

/** Accounts of the console and their passkeys. */
export function accountTables(db: Database) {
  const all = db.prepare<[], string>('SELECT body FROM accounts ORDER BY created_at, id').pluck()
  const get = db.prepare<[string], string>('SELECT body FROM accounts WHERE id = ?').pluck()
  const byName = db.prepare<[string], string>('SELECT body FROM accounts WHERE name_key = ?').pluck()
  const byIdentity = db.prepare<[string], string>('SELECT body FROM accounts WHERE identity = ?').pluck()
  const put = db.prepare<[string, string, string | null, number, number, string]>(
    `INSERT INTO accounts (id, name_key, identity, created_at, version, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name_key = excluded.name_key, identity = excluded.identity,
       version = excluded.version, body = excluded.body`,
  )
  const remove = db.prepare<[string, number]>('DELETE FROM accounts WHERE id = ? AND version = ?')
  const keys = keyTable(db)

  const account = (id: string): Account | null => parseAccount(get.get(id))
  return {
    ...keys.exposed,
    all: (): readonly Account[] => all.all().map((body) => JSON.parse(body) as Account),
    get: account,
    byName: (name: string): Account | null => parseAccount(byName.get(nameKey(name))),
    /** Write an account. Throws Conflict unless its version follows the stored one and its name is its own. In a transaction. */
    put(next: Account): void {
      if (next.version !== (account(next.id)?.version ?? 0) + 1)
        throw new Conflict(`the account ${next.name} was changed by somebody else`, null)
      const key = nameKey(next.name)
      const other = parseAccount(byName.get(key))
      if (other !== null && other.id !== next.id)
        throw new Conflict(`there is an account named ${other.name}`, null)
      const known = next.identity === null ? null : parseAccount(byIdentity.get(next.identity))
      if (known !== null && known.id !== next.id)
        throw new Conflict(`the account ${known.name} has this identity`, null)
      put.run(next.id, key, next.identity, next.createdAt, next.version, JSON.stringify(next))
    },
    /** Remove an account with its passkeys. Throws Conflict where it has another version. In a transaction. */
    remove(id: string, version: number): void {
      if (remove.run(id, version).changes === 0)
        throw new Conflict('the account was changed by somebody else', null)
      keys.forget(id)
    },
  }
}

function keyTable(db: Database) {
  const of = db
    .prepare<[string], string>('SELECT body FROM passkeys WHERE account = ? ORDER BY created_at, id')
    .pluck()
  const get = db.prepare<[string], string>('SELECT body FROM passkeys WHERE id = ?').pluck()
  const put = db.prepare<[string, string, number, string]>(
    'INSERT OR REPLACE INTO passkeys (id, account, created_at, body) VALUES (?, ?, ?, ?)',
  )
  const remove = db.prepare<[string, string]>('DELETE FROM passkeys WHERE id = ? AND account = ?')
  const forget = db.prepare<[string]>('DELETE FROM passkeys WHERE account = ?')
  const passkey = (id: string): Passkey | null => {
    const body = get.get(id)
    return body === undefined ? null : (JSON.parse(body) as Passkey)
  }
  return {
    forget: (accountId: string) => forget.run(accountId),
    exposed: {
      passkeys: (accountId: string): readonly Passkey[] =>
        of.all(accountId).map((body) => JSON.parse(body) as Passkey),
      passkey,
      /** Throws Conflict where another account has it. In a transaction. */
      putPasskey(next: Passkey): void {
        const stored = passkey(next.id)
        if (stored !== null && stored.accountId !== next.accountId)
          throw new Conflict('another account has this passkey', null)
        put.run(next.id, next.accountId, next.createdAt, JSON.stringify(next))
      },
      removePasskey: (id: string, accountId: string) => remove.run(id, accountId),
    },
  }
}
