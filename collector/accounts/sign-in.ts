import { type Account, nameKey } from '../core/account/account.ts'
import type { AccountLink, AccountSession } from '../store/account-store.ts'
import type { Facts } from '../store/facts.ts'
import type { AccountDeps } from './account-deps.ts'
import { parseName, requirePassword } from './account-input.ts'
import { accountActor, newLink } from './account-links.ts'
import { AccountProblem } from './account-problem.ts'
import { commit, emptyAccount } from './account-service.ts'
import { Busy } from './password-hash.ts'
import { createPasswordAttempts } from './password-attempts.ts'
import type { SignInPlace } from './session-service.ts'
import { secretHash } from './token-hash.ts'

/** Somebody is signed in: what the cookie of their browser has. */
export type NewSession = { readonly account: Account; readonly cookie: string }

/** What somebody who follows a link chooses. */
type LinkForm = { readonly name: string; readonly password: string; readonly repeated: string }

/** The ways in by password and by link. Every method rejects with AccountProblem, or with StoreError. */
export type SignIn = {
  /** The account of a name and a password that are right; what else it asks for is still to be asked. */
  checkPassword(name: string, password: string, place: SignInPlace): Promise<Account>
  /** Begin a session of an account. `facts` are committed with it. */
  begin(
    account: Account,
    method: AccountSession['method'],
    place: SignInPlace,
    facts?: Facts,
  ): Promise<NewSession>
  /** End a session. */
  end(account: Account, session: Pick<AccountSession, 'idHash'>): Promise<void>
  /** What a link would open; null for one that is unknown, used or over. */
  link(purpose: AccountLink['purpose'], token: string): Promise<{ readonly account: Account | null } | null>
  /** Use a link: the password is chosen, and its owner signed in. */
  useLink(
    purpose: AccountLink['purpose'],
    token: string,
    form: LinkForm,
    place: SignInPlace,
  ): Promise<NewSession>
  /** Another password, by somebody who knows the present one; every other session ends. */
  changePassword(
    account: Account,
    form: { readonly current: string; readonly password: string; readonly repeated: string },
    session: AccountSession,
  ): Promise<void>
  /** A link for the first account; null where there is one. Links made before open nothing any more. */
  setupToken(): Promise<string | null>
}

/** The ways into the console. */
export function createSignIn(deps: AccountDeps): SignIn {
  const { store, hasher, sessions, now, pageName } = deps
  const attempts = createPasswordAttempts(deps)

  const hash = (password: string): Promise<string> => hasher.hash(password).catch(asProblem)

  async function begin(
    account: Account,
    method: AccountSession['method'],
    place: SignInPlace,
    facts: Facts = {},
  ): Promise<NewSession> {
    if (account.disabledAt !== null) throw new AccountProblem('credentials')
    const { cookie, facts: session } = sessions.create(account.id, method, place)
    const entry = { at: now(), actor: accountActor(account), action: 'session.begin', subject: account.name }
    await commit(deps, {
      ...facts,
      ...session,
      audit: [...(facts.audit ?? []), { ...entry, detail: { method, network: place.network } }],
    })
    return { account, cookie }
  }

  async function link(purpose: AccountLink['purpose'], token: string) {
    const stored = await store.accountLink(secretHash(token))
    if (!stored || stored.purpose !== purpose || stored.usedAt !== null || stored.expiresAt <= now())
      return null
    const account = stored.accountId === null ? null : await store.account(stored.accountId)
    return stored.accountId !== null && (!account || account.disabledAt !== null) ? null : { account }
  }

  return {
    checkPassword: attempts.check,
    begin,
    link,
    end: (account, session) => end(deps, account, session),
    async useLink(purpose, token, { name, password, repeated }, place) {
      const opened = await link(purpose, token)
      if (!opened) throw new AccountProblem('link_over')
      const before = opened.account ?? emptyAccount(deps.id(), parseName(name), 'admin', null, now())
      requirePassword(password, before, pageName)
      if (password !== repeated) throw new AccountProblem('password_differs')
      const account: Account = {
        ...before,
        passwordHash: await hash(password),
        version: opened.account ? before.version + 1 : 1,
      }
      attempts.forget(nameKey(account.name))
      const entry = {
        at: now(),
        actor: accountActor(account),
        subject: account.name,
        detail: { id: account.id },
      }
      return begin(account, 'link', place, {
        usedAccountLinks: [{ hash: secretHash(token), at: now() }],
        accounts: [account],
        endedSessions: [{ accountId: account.id }],
        ...(purpose === 'setup' && { revokedAccountLinks: [null] }),
        audit: [{ ...entry, action: purpose === 'setup' ? 'account.create' : 'account.password' }],
      })
    },
    async changePassword(account, { current, password, repeated }, session) {
      await attempts.confirm(account, current)
      requirePassword(password, account, pageName)
      if (password !== repeated) throw new AccountProblem('password_differs')
      const changed = { ...account, passwordHash: await hash(password), version: account.version + 1 }
      const entry = {
        at: now(),
        actor: accountActor(account),
        action: 'account.password',
        subject: account.name,
      }
      await commit(deps, {
        accounts: [changed],
        endedSessions: [{ accountId: account.id, except: session.idHash }],
        audit: [{ ...entry, detail: { id: account.id } }],
      })
    },
    setupToken: () => setupToken(deps),
  }
}

/** @throws AccountProblem for what is busy, else what it was given */
function asProblem(error: unknown): never {
  throw error instanceof Busy ? new AccountProblem('busy') : error
}

async function setupToken(deps: AccountDeps): Promise<string | null> {
  const { store, now } = deps
  if ((await store.accounts()).length > 0) return null
  const { token, link: setup } = newLink('setup', null, now())
  await commit(deps, { revokedAccountLinks: [null], accountLinks: [setup] })
  return token
}

async function end(
  deps: AccountDeps,
  account: Account,
  { idHash }: Pick<AccountSession, 'idHash'>,
): Promise<void> {
  const { now } = deps
  const entry = { at: now(), actor: accountActor(account), action: 'session.end', subject: account.name }
  await commit(deps, { endedSessions: [{ idHash }], audit: [{ ...entry, detail: {} }] })
}
