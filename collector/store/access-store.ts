/** What was answered to a request that may come again (an `Idempotency-Key`). */
export type Receipt = {
  /** Who asked and their key, hashed or joined so that no two askers share one. */
  readonly key: string
  /** Hash of what was asked: the same key with another request is refused. */
  readonly request: string
  readonly status: number
  /** The answer, JSON. */
  readonly answer: string
  readonly at: number
}

/** What a token allows. */
export type Scope = 'read' | 'notices' | 'metrics' | 'deployments' | 'agent' | 'admin'

/** A token of the team's API as it is kept: never itself, only its hash. */
export type StoredToken = {
  /** 12 characters `[a-z0-9]`. */
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  /** The region whose agent it is for; absent for one without the scope `agent`. */
  readonly region?: string
  /** SHA-256 of the token, hex. */
  readonly hash: string
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly revokedAt: number | null
}

/** Reads who may use the API, and what was answered to them. */
export type AccessReader = {
  /** All tokens, revoked ones too, oldest first. */
  tokens(): Promise<readonly StoredToken[]>
  /** What was answered under an idempotency key, or null. Kept for at least a day. */
  receipt(key: string): Promise<Receipt | null>
}
