import type { Account, Role, SignInMethod } from '../core/account/account.ts'
import type { AuditEntry } from '../core/account/audit-chain.ts'

/** A key pair that a device or a password manager keeps for an account (WebAuthn); here is its public half. */
export type Passkey = {
  /** The credential's id, base64url. */
  readonly id: string
  readonly accountId: string
  /** What its owner calls it. */
  readonly name: string
  /** COSE key, base64url. */
  readonly publicKey: string
  /** How often it was used by its own word; 0 for ever where it does not count. */
  readonly counter: number
  /** How a browser reaches it: `internal`, `usb`, `hybrid` … */
  readonly transports: readonly string[]
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

/** A browser that is signed in. */
export type AccountSession = {
  /** SHA-256 of what the cookie has, hex. */
  readonly idHash: string
  readonly accountId: string
  readonly createdAt: number
  readonly lastSeenAt: number
  /** Over by then whatever happens, ms. */
  readonly expiresAt: number
  readonly userAgent: string
  /** The address it was begun from, or the network of it. */
  readonly network: string
  readonly method: SignInMethod
}

/** A link that opens an account once: kept as its hash. */
export type AccountLink = {
  /** SHA-256 of the token, hex. */
  readonly hash: string
  /** `setup` makes the first account, `invitation` lets its account choose how to sign in, `reset` chooses that anew. */
  readonly purpose: 'setup' | 'invitation' | 'reset'
  /** Null for a `setup`. */
  readonly accountId: string | null
  readonly role: Role
  readonly createdAt: number
  readonly expiresAt: number
  readonly usedAt: number | null
}

/** Which sessions to end: one, or those of an account but one that may stay. */
export type EndedSessions =
  { readonly idHash: string } | { readonly accountId: string; readonly except?: string }

/** Which entries of the audit log to list, newest first. */
export type AuditFilter = {
  readonly limit: number
  /** Only those with a smaller number: the next page. */
  readonly before?: number
  /** Only those of this name. */
  readonly actor?: string
  /** Only those whose action is this or begins with it and a dot. */
  readonly action?: string
}

/** Reads who may use the console, and what was done. */
export type AccountReader = {
  /** All accounts, oldest first. */
  accounts(): Promise<readonly Account[]>
  account(id: string): Promise<Account | null>
  /** By any spelling of its name that is the same to people. */
  accountByName(name: string): Promise<Account | null>
  /** Those of an account, oldest first. */
  passkeys(accountId: string): Promise<readonly Passkey[]>
  passkey(id: string): Promise<Passkey | null>
  /** Over or not. */
  session(idHash: string): Promise<AccountSession | null>
  /** Those of an account, over or not, the one seen last first. */
  sessions(accountId: string): Promise<readonly AccountSession[]>
  accountLink(hash: string): Promise<AccountLink | null>
  /** Those neither used nor over at an instant, ms. */
  openAccountLinks(now: number): Promise<readonly AccountLink[]>
  auditEntries(filter: AuditFilter): Promise<readonly AuditEntry[]>
  /** Oldest first from after a number on: what is verified and exported. */
  auditChain(after: number, limit: number): Promise<readonly AuditEntry[]>
}
