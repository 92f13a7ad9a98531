import type { Account } from '../../../core/account/account.ts'
import type { AccountView, SessionView } from '../../../core/console/console-page.ts'
import type { AccountSession } from '../../../store/account-store.ts'

/** An account as the team sees it, by its sessions that hold. */
export const accountView = (account: Account, sessions: readonly AccountSession[]): AccountView => ({
  id: account.id,
  name: account.name,
  email: account.email,
  role: account.role,
  createdAt: account.createdAt,
  isDisabled: account.disabledAt !== null,
  isInvited: account.passwordHash === null && account.identity === null,
  lastSeenAt: sessions.length === 0 ? null : Math.max(...sessions.map(({ lastSeenAt }) => lastSeenAt)),
})

/** Sessions as people see them. `own` is the `idHash` of the one that looks. */
export const sessionViews = (sessions: readonly AccountSession[], own: string): readonly SessionView[] =>
  sessions.map(({ idHash, userAgent, network, method, createdAt, lastSeenAt }) => ({
    id: idHash,
    userAgent,
    network,
    method,
    createdAt,
    lastSeenAt,
    isOwn: idHash === own,
  }))
