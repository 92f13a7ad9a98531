/**
 * The right to do something alone among all processes that share a store, for a limited time: a holder that dies loses it
 * by itself.
 */
export type Lease = {
  /** What is to be done once, such as `publish`. */
  readonly name: string
  /** Who has it; unique to a process. */
  readonly holder: string
  /** Higher than that of every earlier holder. A commit that names it is refused once somebody else has the lease. */
  readonly generation: number
  /** From this instant on others may take it, ms. */
  readonly expiresAt: number
}

/** What a commit names to be refused when the lease is no longer held. */
export type LeaseToken = Pick<Lease, 'name' | 'generation'>

/** Gives leases. Times are those of the asking process, ms: clocks that differ make a lease shorter or longer, never two of one generation. */
export type LeaseStore = {
  /**
   * Take a lease for `ttl` ms from `now` on: null while somebody else has it. Who has it already gets it again, with a
   * higher generation.
   */
  acquireLease(name: string, holder: string, now: number, ttl: number): Promise<Lease | null>
  /** Keep a lease for `ttl` ms from `now` on; late is not too late as long as nobody has taken it. Null when it is lost. */
  renewLease(lease: LeaseToken, now: number, ttl: number): Promise<Lease | null>
  /** Give a lease back, so that nobody has to wait for its end; harmless when it is lost. */
  releaseLease(lease: LeaseToken): Promise<void>
}
