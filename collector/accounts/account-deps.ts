import type { AccountReader } from '../store/account-store.ts'
import type { FactWriter } from '../store/facts.ts'
import type { GuessLimit } from './guess-limit.ts'
import type { PasswordHasher } from './password-hash.ts'
import type { SessionService } from './session-service.ts'

/** What the services about accounts are made of. */
export type AccountDeps = {
  readonly store: AccountReader & FactWriter
  readonly hasher: PasswordHasher
  readonly sessions: SessionService
  readonly guesses: GuessLimit
  /** Name of the page, which no password may be made of. */
  readonly pageName: string
  /** ms since the epoch. */
  readonly now: () => number
  /** A new id of 12 characters `[a-z0-9]`. */
  readonly id: () => string
}
