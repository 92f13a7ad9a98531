import type { Account, Role } from '../core/account/account.ts'
import type { AuditActor, AuditRecord } from '../core/account/audit-chain.ts'
import type { Facts } from '../store/facts.ts'
import { Conflict } from '../store/store.ts'
import type { AccountDeps } from './account-deps.ts'
import { parseEmail, parseName, parseRole } from './account-input.ts'
import { AccountProblem } from './account-problem.ts'
import { newLink } from './account-links.ts'

/** A new account, as somebody writes it. */
type NewAccount = { readonly name: string; readonly role: string; readonly email: string }

/** What is changed of an account. */
type AccountChange = { readonly role?: string; readonly email?: string; readonly disabled?: boolean }

/** An account and the token of the link that opens it, which is shown once. */
export type LinkedAccount = { readonly account: Account; readonly token: string }

/** Makes and changes accounts. Every method rejects with AccountProblem, or with StoreError. */
export type AccountService = {
  list(): Promise<readonly Account[]>
  get(id: string): Promise<Account>
  /** An account by its name or its id. */
  find(nameOrId: string): Promise<Account>
  /** A new account, which its owner opens by a link. */
  invite(input: NewAccount, actor: AuditActor): Promise<LinkedAccount>
  /** A link to choose how to sign in anew: the sessions, the password, the passkeys and the one-time passwords end. */
  reset(id: string, actor: AuditActor): Promise<LinkedAccount>
  change(id: string, change: AccountChange, actor: AuditActor): Promise<Account>
  remove(id: string, actor: AuditActor): Promise<Account>
  /** End the sessions of an account but, where it is given, one. */
  endSessions(
    account: Account,
    ended: { readonly idHash: string } | { readonly except?: string },
    actor: AuditActor,
  ): Promise<void>
}

/** What makes and changes accounts. */
export function createAccountService(deps: AccountDeps): AccountService {
  const { store, now, id: newId } = deps

  async function get(id: string): Promise<Account> {
    const account = await store.account(id)
    if (!account) throw new AccountProblem('not_found')
    return account
  }

  return {
    list: store.accounts,
    get,
    async find(nameOrId) {
      const account = (await store.accountByName(nameOrId)) ?? (await store.account(nameOrId))
      if (!account) throw new AccountProblem('not_found')
      return account
    },
    async invite(input, actor) {
      const account = emptyAccount(
        newId(),
        parseName(input.name),
        parseRole(input.role),
        parseEmail(input.email),
        now(),
      )
      if (await store.accountByName(account.name)) throw new AccountProblem('name_taken')
      const { token, link } = newLink('invitation', account, now())
      await commit(deps, {
        accounts: [account],
        // Somebody is there now: nobody else may become the first.
        revokedAccountLinks: [null],
        accountLinks: [link],
        ...entry(deps, 'account.create', account, actor, { role: account.role }),
      })
      return { account, token }
    },
    reset: async (id, actor) => reset(deps, await get(id), actor),
    change: async (id, change, actor) => changeAccount(deps, await get(id), change, actor),
    async remove(id, actor) {
      const account = await get(id)
      await requireOtherAdmin(deps, account)
      await commit(deps, {
        removedAccounts: [{ id, version: account.version }],
        ...entry(deps, 'account.remove', account, actor),
      })
      return account
    },
    async endSessions(account, ended, actor) {
      await commit(deps, {
        endedSessions: ['idHash' in ended ? ended : { accountId: account.id, ...ended }],
        ...entry(deps, 'account.sessions_end', account, actor),
      })
    },
  }
}

/** Write facts about accounts. @throws AccountProblem where somebody else was faster */
export async function commit({ store }: Pick<AccountDeps, 'store'>, facts: Facts): Promise<void> {
  try {
    await store.commit(facts)
  } catch (error) {
    throw error instanceof Conflict
      ? new AccountProblem((facts.usedAccountLinks?.length ?? 0) > 0 ? 'link_over' : 'changed')
      : error
  }
}

/** An account that nobody can sign in with yet. */
export const emptyAccount = (
  id: string,
  name: string,
  role: Role,
  email: string | null,
  createdAt: number,
): Account => ({
  id,
  name,
  email,
  role,
  passwordHash: null,
  totpSecret: null,
  totpStep: null,
  recoveryHashes: [],
  identity: null,
  createdAt,
  disabledAt: null,
  version: 1,
})

/** What the audit log says of a change. */
const changedFields = (before: Account, after: Account): Record<string, string | boolean | null> => ({
  ...(before.role !== after.role && { role: after.role }),
  ...(before.email !== after.email && { email: after.email }),
  ...(before.disabledAt !== after.disabledAt && { disabled: after.disabledAt !== null }),
})

/** What was done to an account, for the audit log. */
const entry = (
  { now }: AccountDeps,
  action: string,
  account: Account,
  actor: AuditActor,
  detail: AuditRecord['detail'] = {},
): Pick<Facts, 'audit'> => ({
  audit: [{ at: now(), actor, action, subject: account.name, detail: { id: account.id, ...detail } }],
})

/** @throws AccountProblem unless somebody else can administer, too */
async function requireOtherAdmin({ store }: AccountDeps, account: Account): Promise<void> {
  if (account.role !== 'admin' || account.disabledAt !== null) return
  const others = (await store.accounts()).filter(
    ({ id, role, disabledAt }) => id !== account.id && role === 'admin' && disabledAt === null,
  )
  if (others.length === 0) throw new AccountProblem('last_admin')
}

async function reset(deps: AccountDeps, before: Account, actor: AuditActor): Promise<LinkedAccount> {
  const { store, now } = deps
  const { id } = before
  const account: Account = {
    ...before,
    passwordHash: null,
    totpSecret: null,
    totpStep: null,
    recoveryHashes: [],
    version: before.version + 1,
  }
  const { token, link } = newLink('reset', account, now())
  const passkeys = await store.passkeys(id)
  await commit(deps, {
    accounts: [account],
    endedSessions: [{ accountId: id }],
    revokedAccountLinks: [id],
    removedPasskeys: passkeys.map((key) => ({ id: key.id, accountId: id })),
    accountLinks: [link],
    ...entry(deps, 'account.reset', account, actor),
  })
  return { account, token }
}

async function changeAccount(
  deps: AccountDeps,
  before: Account,
  { role, email, disabled }: AccountChange,
  actor: AuditActor,
): Promise<Account> {
  const { now } = deps
  const { id } = before
  const account: Account = {
    ...before,
    ...(role !== undefined && { role: parseRole(role) }),
    ...(email !== undefined && { email: parseEmail(email) }),
    ...(disabled !== undefined && { disabledAt: disabled ? (before.disabledAt ?? now()) : null }),
    version: before.version + 1,
  }
  const changes = changedFields(before, account)
  if (Object.keys(changes).length === 0) return before
  if (account.role !== 'admin' || account.disabledAt !== null) await requireOtherAdmin(deps, before)
  await commit(deps, {
    accounts: [account],
    ...(account.disabledAt !== null && { endedSessions: [{ accountId: id }] }),
    ...entry(deps, 'account.change', account, actor, changes),
  })
  return account
}
