import { type Account, nameKey } from '../core/account/account.ts'
import type { AccountDeps } from './account-deps.ts'
import { AccountProblem } from './account-problem.ts'
import { Busy } from './password-hash.ts'
import type { SignInPlace } from './session-service.ts'

/** Checks passwords, ever slower for those who guess. */
export type PasswordAttempts = {
  /** @throws AccountProblem `credentials`, the same for an unknown name and a wrong password; `wait`; `busy` */
  check(name: string, password: string, place: SignInPlace): Promise<Account>
  /** Somebody who is signed in shows that it is still them. @throws AccountProblem `password_wrong`, `wait`, `busy` */
  confirm(account: Account, password: string): Promise<void>
  /** What was counted of a name (its `nameKey`) is forgotten: its owner has chosen another password. */
  forget(key: string): void
}

/** Networks from which somebody has signed in, kept in memory at once. */
const maxKnownPlaces = 10_000

/**
 * Failures count for the network and for the name. A name that strangers guess at from everywhere stays open to the networks
 * its owner has signed in from: those count by themselves (OWASP: device cookies, by network).
 */
export function createPasswordAttempts({
  store,
  hasher,
  guesses,
  sessions,
  now,
}: AccountDeps): PasswordAttempts {
  const knownPlaces = new Set<string>()

  async function isKnownPlace(account: Account | null, network: string): Promise<boolean> {
    if (account === null) return false
    if (knownPlaces.has(`${account.id} ${network}`)) return true
    return (await sessions.list(account.id)).some((session) => session.network === network)
  }

  async function verify(keys: readonly string[], hash: string | null, password: string): Promise<boolean> {
    const wait = guesses.delay(keys, now())
    if (wait > 0) throw new AccountProblem('wait', wait)
    guesses.begin(keys, now())
    try {
      return await hasher.verify(hash, password)
    } catch (error) {
      throw error instanceof Busy ? new AccountProblem('busy') : error
    }
  }

  return {
    async check(name, password, { network }) {
      const found = name.length > 200 ? null : await store.accountByName(name)
      const account = found?.disabledAt === null ? found : null
      const key = nameKey(name.slice(0, 200))
      const own = (await isKnownPlace(account, network)) ? `name ${key} ${network}` : `name ${key}`
      const around = `network ${network}`
      const isRight = await verify([own, around], account?.passwordHash ?? null, password)
      if (!isRight || account === null) throw new AccountProblem('credentials')
      guesses.forget([own])
      guesses.undo([around])
      knownPlaces.add(`${account.id} ${network}`)
      if (knownPlaces.size > maxKnownPlaces) knownPlaces.delete(knownPlaces.values().next().value!)
      return account
    },
    async confirm(account, password) {
      const keys = [`confirm ${account.id}`]
      if (!(await verify(keys, account.passwordHash, password))) throw new AccountProblem('password_wrong')
      guesses.forget(keys)
    },
    forget: (key) => guesses.forget([`name ${key}`]),
  }
}
