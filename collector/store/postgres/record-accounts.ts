import type { Facts } from '../facts.ts'
import type { Sql } from './sql.ts'
import { accountTable, passkeyTable } from './tables/accounts/accounts.ts'
import { auditTable } from './tables/accounts/audit.ts'
import { accountLinkTable, sessionTable } from './tables/accounts/sessions.ts'

/**
 * Record who may use the console, and what was done: links that are used come first, for they are what may be refused. In a
 * transaction.
 * @throws Conflict for facts that are refused
 */
export async function recordAccounts(sql: Sql, facts: Facts): Promise<void> {
  for (const { hash, at } of facts.usedAccountLinks ?? []) await accountLinkTable.use(sql, hash, at)
  for (const accountId of facts.revokedAccountLinks ?? []) await accountLinkTable.revoke(sql, accountId)
  for (const { id, version } of facts.removedAccounts ?? []) {
    await accountTable.remove(sql, id, version)
    await sessionTable.end(sql, { accountId: id })
    await accountLinkTable.forget(sql, id)
  }
  await accountTable.put(sql, facts.accounts ?? [])
  for (const { id, accountId } of facts.removedPasskeys ?? []) await passkeyTable.remove(sql, id, accountId)
  for (const passkey of facts.passkeys ?? []) await passkeyTable.put(sql, passkey)
  for (const ended of facts.endedSessions ?? []) await sessionTable.end(sql, ended)
  for (const { idHash, at } of facts.seenSessions ?? []) await sessionTable.see(sql, idHash, at)
  for (const session of facts.sessions ?? []) await sessionTable.add(sql, session)
  for (const link of facts.accountLinks ?? []) await accountLinkTable.add(sql, link)
  await auditTable.append(sql, facts.audit ?? [])
}
