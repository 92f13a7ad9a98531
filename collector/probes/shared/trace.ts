import type { Fault, Phases } from '../../core/monitoring/check.ts'

type Phase = keyof Phases

/** How far a probe has come and where its time went, on the monotonic clock. Repeated phases (redirects) add up. */
export class Trace {
  /** Finished phases, milliseconds, unrounded. */
  readonly phases: { -readonly [P in Phase]?: number } = {}
  /** The phase under way; it tells what a timeout interrupted. */
  current: Phase | null = null
  /** Earliest expiry among the certificates seen, ms since the epoch. */
  certificateExpiresAt: number | undefined = undefined
  /** What to report if time runs out now, where the probe knows better than "no answer". */
  timeoutFault: Fault | undefined = undefined
  #since = 0

  /** End the phase under way, if any, and begin another. */
  begin(phase: Phase): void {
    this.end()
    this.current = phase
  }

  /** End the phase under way, if any. */
  end(): void {
    const now = performance.now()
    if (this.current !== null)
      this.phases[this.current] = (this.phases[this.current] ?? 0) + now - this.#since
    this.current = null
    this.#since = now
  }

  /** Note when a presented certificate expires, ms since the epoch. */
  recordCertificate(expiresAt: number): void {
    this.certificateExpiresAt = Math.min(this.certificateExpiresAt ?? Infinity, expiresAt)
  }
}
