import type { Account } from '../core/account/account.ts'
import type { AuditActor } from '../core/account/audit-chain.ts'
import { linkLifetime } from '../core/account/session-policy.ts'
import type { AccountLink } from '../store/account-store.ts'
import { newSecret, secretHash } from './token-hash.ts'

/** Where a link of each purpose leads, below the collector's address. */
const linkPaths: Readonly<Record<AccountLink['purpose'], string>> = {
  setup: '/admin/setup',
  invitation: '/admin/invitation',
  reset: '/admin/reset',
}

/** The path of a link with its token: `/admin/reset?token=…`. */
export const linkPath = (purpose: AccountLink['purpose'], token: string): string =>
  `${linkPaths[purpose]}?token=${token}`

/** A new link of an account (null: the one that makes the first), and its token, which is shown once. */
export function newLink(
  purpose: AccountLink['purpose'],
  account: Pick<Account, 'id' | 'role'> | null,
  now: number,
): { readonly token: string; readonly link: AccountLink } {
  const token = newSecret()
  return {
    token,
    link: {
      hash: secretHash(token),
      purpose,
      accountId: account?.id ?? null,
      role: account?.role ?? 'admin',
      createdAt: now,
      expiresAt: now + linkLifetime,
      usedAt: null,
    },
  }
}

/** The actor that an account is. */
export const accountActor = ({ name }: Pick<Account, 'name'>): AuditActor => ({ kind: 'account', name })
