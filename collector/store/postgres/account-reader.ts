import type { AccountReader } from '../account-store.ts'
import type { RunQuery } from './reader.ts'
import { accountTable, passkeyTable } from './tables/accounts/accounts.ts'
import { auditTable } from './tables/accounts/audit.ts'
import { accountLinkTable, sessionTable } from './tables/accounts/sessions.ts'

/** The port's reads of accounts. */
export const accountReader = (read: RunQuery): AccountReader => ({
  accounts: () => read(accountTable.all),
  account: (id) => read((sql) => accountTable.get(sql, id)),
  accountByName: (name) => read((sql) => accountTable.byName(sql, name)),
  passkeys: (accountId) => read((sql) => passkeyTable.of(sql, accountId)),
  passkey: (id) => read((sql) => passkeyTable.get(sql, id)),
  session: (idHash) => read((sql) => sessionTable.get(sql, idHash)),
  sessions: (accountId) => read((sql) => sessionTable.of(sql, accountId)),
  accountLink: (hash) => read((sql) => accountLinkTable.get(sql, hash)),
  openAccountLinks: (now) => read((sql) => accountLinkTable.open(sql, now)),
  auditEntries: (filter) => read((sql) => auditTable.list(sql, filter)),
  auditChain: (after, limit) => read((sql) => auditTable.chain(sql, after, limit)),
})
