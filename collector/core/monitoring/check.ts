import type { KnownHealth } from './health.ts'

/**
 * Why a probe was not satisfied: a closed set, so that pages can say it in every language.
 * - reaching: `dns` the name resolves to nothing, `refused`, `reset`, `unreachable`, `timeout`
 * - security: `tls` the handshake failed, `certificate` expired, untrusted or for another name,
 *   `certificate_expiring` fewer days left than asked
 * - the answer: `protocol` not what the protocol allows, `status`, `header`, `body`, `json`, `records`, `value`,
 *   `redirects` too many or to nowhere, `too_long` the body has not ended by the timeout
 * - speed: `slow` slower than `degraded_above`, `too_slow` slower than `within`
 * - heartbeats: `missed` no beat in time, `failed` the job said it failed
 * - ours: `cut_off` our own network is gone (health `unknown`), `internal` the probe itself broke (health `unknown`)
 */
export type FaultCode =
  | 'dns'
  | 'refused'
  | 'reset'
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'certificate'
  | 'certificate_expiring'
  | 'protocol'
  | 'status'
  | 'header'
  | 'body'
  | 'json'
  | 'records'
  | 'value'
  | 'redirects'
  | 'too_long'
  | 'slow'
  | 'too_slow'
  | 'missed'
  | 'failed'
  | 'cut_off'
  | 'internal'

/** Why a check is not `up`. `detail` is one English line for the operator; it never holds a secret. */
export type Fault = { readonly code: FaultCode; readonly detail: string }

/** Where the time of a probe went, in milliseconds; a phase that did not happen is absent. */
export type Phases = {
  readonly resolve?: number
  readonly connect?: number
  readonly tls?: number
  readonly wait?: number
  readonly transfer?: number
}

/** What a probe found. A probe always resolves with one, never rejects. */
export type Outcome = {
  readonly health: KnownHealth
  /** Milliseconds from start to verdict, at 0.1 ms. */
  readonly took: number
  /** Absent when `up`. */
  readonly fault?: Fault
  readonly phases?: Phases
  /** When the presented certificate expires, ms since the epoch. */
  readonly certificateExpiresAt?: number
}

/** One recorded probe. */
export type Check = {
  readonly monitor: string
  /** Which collector looked; `''` where there is only one. */
  readonly region: string
  /** When the probe began, ms since the epoch. */
  readonly at: number
  /** `unknown` when it was discarded because we ourselves were cut off. */
  readonly health: KnownHealth
  /** Milliseconds at 0.1 ms; null where there is nothing to time (a missed heartbeat, an import without it). */
  readonly took: number | null
  readonly fault?: Fault
  /** The interval it was made at, ms, where that is not its monitor's: history from elsewhere, or runs from cron. */
  readonly every?: number
}

/** Did the target answer? Latency is told of these only (NUMBERS.md, Response time). */
export const hasAnswered = (
  check: Pick<Check, 'health' | 'took'>,
): check is { health: 'up' | 'degraded'; took: number } =>
  check.took !== null && (check.health === 'up' || check.health === 'degraded')
