/** What an account may do; each role may do all that the one before it may. */
export const roles = ['viewer', 'publisher', 'admin'] as const
export type Role = (typeof roles)[number]

/** How somebody signed in. */
export type SignInMethod = 'link' | 'password' | 'passkey' | 'oidc' | 'proxy'

/** Somebody of the team who may sign in to the console. */
export type Account = {
  /** 12 characters `[a-z0-9]`. */
  readonly id: string
  /** What they sign in with, and what the record names them by; no two accounts have names with the same `nameKey`. */
  readonly name: string
  readonly email: string | null
  readonly role: Role
  /** In the form of PHC strings, with its parameters; null where they sign in by other means, or not yet. */
  readonly passwordHash: string | null
  /** The secret of one-time passwords, encrypted; null where there are none. */
  readonly totpSecret: string | null
  /** The last time step whose one-time password was used: neither it nor an earlier one is accepted again. */
  readonly totpStep: number | null
  /** SHA-256 of the recovery codes that are still unused, hex. */
  readonly recoveryHashes: readonly string[]
  /** Issuer and subject at an identity provider, joined by a space; null where there is none. */
  readonly identity: string | null
  readonly createdAt: number
  /** Since when nobody can sign in with it, ms; null where somebody can. */
  readonly disabledAt: number | null
  /** 1 for a new one, one more with each change. */
  readonly version: number
}

/** Longest name of an account, characters: it is the author of what is written with it. */
export const maxNameLength = 100

/** What two names have in common when they are the same to people: case, width and the form of accents do not count. */
export const nameKey = (name: string): string => name.normalize('NFKC').trim().toLowerCase()
