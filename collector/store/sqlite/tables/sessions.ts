import type { Database } from 'better-sqlite3'
import type { AccountLink, AccountSession, EndedSessions } from '../../account-store.ts'
import { Conflict } from '../../store.ts'

const sessionColumns = `id_hash AS idHash, account AS accountId, created_at AS createdAt, last_seen_at AS lastSeenAt,
  expires_at AS expiresAt, user_agent AS userAgent, network, method`
const linkColumns = `hash, purpose, account AS accountId, role, created_at AS createdAt, expires_at AS expiresAt,
  used_at AS usedAt`

/** Browsers that are signed in to the console, and the links that open accounts. */
export function sessionTables(db: Database) {
  const get = db.prepare<[string], AccountSession>(`SELECT ${sessionColumns} FROM sessions WHERE id_hash = ?`)
  const of = db.prepare<[string], AccountSession>(
    `SELECT ${sessionColumns} FROM sessions WHERE account = ? ORDER BY last_seen_at DESC, id_hash`,
  )
  const add = db.prepare<AccountSession>(
    `INSERT INTO sessions VALUES (@idHash, @accountId, @createdAt, @lastSeenAt, @expiresAt, @userAgent, @network, @method)`,
  )
  const prune = db.prepare<[number]>('DELETE FROM sessions WHERE expires_at <= ?')
  const see = db.prepare<[number, string]>(
    'UPDATE sessions SET last_seen_at = max(last_seen_at, ?) WHERE id_hash = ?',
  )
  const endOne = db.prepare<[string]>('DELETE FROM sessions WHERE id_hash = ?')
  const endAll = db.prepare<[string, string]>('DELETE FROM sessions WHERE account = ? AND id_hash <> ?')
  const links = linkTable(db)

  return {
    ...links.exposed,
    get: (idHash: string): AccountSession | null => get.get(idHash) ?? null,
    of: (accountId: string): readonly AccountSession[] => of.all(accountId),
    add(session: AccountSession): void {
      prune.run(session.createdAt)
      add.run(session)
    },
    see: (idHash: string, at: number) => see.run(at, idHash),
    end(ended: EndedSessions): void {
      if ('idHash' in ended) endOne.run(ended.idHash)
      else endAll.run(ended.accountId, ended.except ?? '')
    },
    /** The account is gone: nothing of it opens anything. */
    forget(accountId: string): void {
      endAll.run(accountId, '')
      links.forget(accountId)
    },
  }
}

function linkTable(db: Database) {
  const get = db.prepare<[string], AccountLink>(`SELECT ${linkColumns} FROM account_links WHERE hash = ?`)
  const open = db.prepare<[number], AccountLink>(
    `SELECT ${linkColumns} FROM account_links WHERE used_at IS NULL AND expires_at > ? ORDER BY created_at, hash`,
  )
  const add = db.prepare<AccountLink>(
    `INSERT INTO account_links VALUES (@hash, @purpose, @accountId, @role, @createdAt, @expiresAt, @usedAt)`,
  )
  const prune = db.prepare<[number]>('DELETE FROM account_links WHERE expires_at <= ?')
  const use = db.prepare<{ hash: string; at: number }>(
    'UPDATE account_links SET used_at = @at WHERE hash = @hash AND used_at IS NULL AND expires_at > @at',
  )
  const revoke = db.prepare<[string | null]>(
    'DELETE FROM account_links WHERE account IS ? AND used_at IS NULL',
  )
  const forget = db.prepare<[string]>('DELETE FROM account_links WHERE account = ?')
  return {
    forget: (accountId: string) => forget.run(accountId),
    exposed: {
      link: (hash: string): AccountLink | null => get.get(hash) ?? null,
      openLinks: (now: number): readonly AccountLink[] => open.all(now),
      addLink(link: AccountLink): void {
        prune.run(link.createdAt)
        add.run(link)
      },
      /** Throws Conflict where it is unknown, used or over. In a transaction. */
      useLink(hash: string, at: number): void {
        if (use.run({ hash, at }).changes === 0) throw new Conflict('the link was used, or is over', null)
      },
      revokeLinks: (accountId: string | null) => revoke.run(accountId),
    },
  }
}
