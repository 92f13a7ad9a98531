import type { Fault, Phases } from '../../core/monitoring/check.ts'

type Phase = keyof Phases

/** The progress of a probe and the time of its phases, on the monotonic clock. Repeated phases (redirects) add up. */
export class Trace {
  /** Finished phases, milliseconds, unrounded. */
  readonly phases: { -readonly [P in Phase]?: number } = {}
  /** The current phase: the one that a timeout interrupts. */
  current: Phase | null = null
  /** Earliest expiry among the certificates seen, ms since the epoch. */
  certificateExpiresAt: number | undefined = undefined
  /** The fault to report on a timeout now, where the probe knows more than "no answer". */
  timeoutFault: Fault | undefined = undefined
  #since = 0

  /** End the current phase, if any, and start another. */
  begin(phase: Phase): void {
    this.end()
    this.current = phase
  }

  /** End the current phase, if any. */
  end(): void {
    const now = performance.now()
    if (this.current !== null)
      this.phases[this.current] = (this.phases[this.current] ?? 0) + now - this.#since
    this.current = null
    this.#since = now
  }

  /** Record when a presented certificate expires, ms since the epoch. */
  recordCertificate(expiresAt: number): void {
    this.certificateExpiresAt = Math.min(this.certificateExpiresAt ?? Infinity, expiresAt)
  }
}
