import type { Account } from '../core/account/account.ts'
import { isSessionAlive, seenInterval, sessionLifetime } from '../core/account/session-policy.ts'
import type { AccountReader, AccountSession } from '../store/account-store.ts'
import type { FactWriter, Facts } from '../store/facts.ts'
import { newSecret, secretHash } from './token-hash.ts'

/** Where a session is begun. */
export type SignInPlace = { readonly userAgent: string; readonly network: string }

/** A session that holds, and whose it is. */
export type SignedIn = { readonly account: Account; readonly session: AccountSession }

/** Longest name of a browser that is kept, characters. */
const maxUserAgent = 200

/** Begins, finds and ends sessions. */
export type SessionService = {
  /** A new session and what its cookie has: nothing that the browser had before is one. It is to be committed. */
  create(
    accountId: string,
    method: AccountSession['method'],
    place: SignInPlace,
  ): { readonly cookie: string; readonly facts: Pick<Facts, 'sessions'> }
  /** The session of a cookie while it holds and its account is not disabled; null otherwise. Writes now and then that it was seen. */
  find(cookie: string): Promise<SignedIn | null>
  /** Those of an account that hold. */
  list(accountId: string): Promise<readonly AccountSession[]>
}

/** @param now ms since the epoch */
export function createSessionService(store: AccountReader & FactWriter, now: () => number): SessionService {
  return {
    create(accountId, method, { userAgent, network }) {
      const cookie = newSecret()
      const at = now()
      const session: AccountSession = {
        idHash: secretHash(cookie),
        accountId,
        createdAt: at,
        lastSeenAt: at,
        expiresAt: at + sessionLifetime,
        userAgent: userAgent.slice(0, maxUserAgent).toWellFormed(),
        network,
        method,
      }
      return { cookie, facts: { sessions: [session] } }
    },
    async find(cookie) {
      const session = await store.session(secretHash(cookie))
      const at = now()
      if (!session || !isSessionAlive(session, at)) return null
      const account = await store.account(session.accountId)
      if (!account || account.disabledAt !== null) return null
      if (at - session.lastSeenAt >= seenInterval)
        await store.commit({ seenSessions: [{ idHash: session.idHash, at }] })
      return { account, session }
    },
    async list(accountId) {
      return (await store.sessions(accountId)).filter((session) => isSessionAlive(session, now()))
    },
  }
}
