import type { Fault, FaultCode } from '../../core/monitoring/check.ts'
import type { KnownHealth } from '../../core/monitoring/health.ts'
import type { ActiveMonitor, MonitorOf } from '../../core/monitoring/monitor.ts'
import type { Trace } from './trace.ts'

/** Kinds with a probe. A heartbeat has none: its monitor receives signals, and the collector evaluates their absence. */
export type ActiveKind = ActiveMonitor['kind']

/** The context of a probe besides its monitor. */
export type ProbeContext = {
  /** Aborts when the time is over or the collector stops: whatever was opened must be destroyed then. */
  readonly signal: AbortSignal
  /** Where the probe records its progress; the outcome includes it even after a timeout. */
  readonly trace: Trace
  /** Certificates (PEM) trusted besides those of the runtime and the system. */
  readonly ca: readonly string[]
  /** HTTP: leave out the lean way (`http/lean-exchange.ts`). */
  readonly fullClient?: boolean
}

/**
 * What a probe concludes from the answer alone. Speed, certificate days, phases and `took` are evaluated for all kinds
 * in one place (`evaluate-outcome.ts`).
 */
export type Finding = {
  readonly health: KnownHealth
  /** Absent when `up`. */
  readonly fault?: Fault
  /** Milliseconds, where the protocol itself times better than a clock around the probe (a ping's round trip). */
  readonly took?: number
}

/**
 * Runs one check. It may throw `ProbeFailure` or any error of a socket (the wrapper in `index.ts` names the fault); any other
 * error means that the probe itself failed, which says nothing about the target.
 */
export type Probe<K extends ActiveKind> = (monitor: MonitorOf<K>, context: ProbeContext) => Promise<Finding>

/** The target failed, as opposed to the probe. Carries the fault to report. */
export class ProbeFailure extends Error {
  readonly code: FaultCode
  constructor(code: FaultCode, detail: string, options?: { cause?: unknown }) {
    super(detail, options)
    this.name = 'ProbeFailure'
    this.code = code
  }
}

/** The finding without a fault. */
export const up: Finding = { health: 'up' }

/** `up` without a fault, `down` with one. */
export const downIf = (fault: Fault | undefined): Finding => (fault ? { health: 'down', fault } : up)
