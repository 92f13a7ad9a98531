import type { KnownHealth } from './health.ts'

/** A confirmed change of what is known of one monitor in one region. */
export type Transition = {
  readonly monitor: string
  readonly region: string
  /** When the change began: the first of the checks that confirmed it, ms since the epoch. */
  readonly at: number
  /** When we were sure. */
  readonly seenAt: number
  readonly health: KnownHealth
}
