import type { Fault, Outcome, Phases } from '../../core/monitoring/check.ts'
import type { ActiveMonitor } from '../../core/monitoring/monitor.ts'
import type { Finding } from './probe.ts'
import { redact } from '../../core/text/redact.ts'
import { oneLine } from '../../core/text/quote.ts'
import type { Trace } from './trace.ts'

const day = 86_400_000

/** Milliseconds at the precision that is recorded, never negative. */
const tenths = (milliseconds: number): number => Math.max(0, Math.round(milliseconds * 10) / 10) || 0

/** A duration as an operator would write it. */
export const formatMilliseconds = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 100) / 10} s`

/**
 * The outcome of a probe's finding: speed and certificate days are evaluated here, for every kind alike. The worst
 * wins: the answer itself, then `too_slow`, then `certificate_expiring`, then `slow`.
 * `elapsed` is milliseconds around the probe, `now` ms since the epoch, `secrets` are never repeated in a detail.
 */
export function evaluateOutcome(
  monitor: ActiveMonitor,
  finding: Finding,
  measured: {
    readonly trace: Trace
    readonly elapsed: number
    readonly now: number
    readonly secrets: readonly string[]
  },
): Outcome {
  const { trace, elapsed, now } = measured
  const took = tenths(Number.isFinite(finding.took) ? (finding.took ?? elapsed) : elapsed)
  const evaluated = withCertificate(withSpeed(finding, monitor, took), monitor, trace, now)
  const phases: { -readonly [P in keyof Phases]: Phases[P] } = {}
  for (const [phase, value] of Object.entries(trace.phases)) phases[phase as keyof Phases] = tenths(value)
  return {
    health: evaluated.health,
    took,
    ...(evaluated.fault ? { fault: redactFault(evaluated.fault, measured.secrets) } : {}),
    ...(Object.keys(phases).length > 0 ? { phases } : {}),
    ...(trace.certificateExpiresAt === undefined ? {} : { certificateExpiresAt: trace.certificateExpiresAt }),
  }
}

function withSpeed(finding: Finding, monitor: ActiveMonitor, took: number): Finding {
  const { within, degradedAbove } = monitor.expect
  if (finding.health !== 'up' && finding.health !== 'degraded') return finding
  if (within !== undefined && took > within)
    return {
      health: 'down',
      fault: {
        code: 'too_slow',
        detail: `answered in ${formatMilliseconds(took)}, must be within ${formatMilliseconds(within)}`,
      },
    }
  if (finding.health === 'up' && degradedAbove !== undefined && took > degradedAbove)
    return {
      health: 'degraded',
      fault: {
        code: 'slow',
        detail: `answered in ${formatMilliseconds(took)}, more than ${formatMilliseconds(degradedAbove)}`,
      },
    }
  return finding
}

function withCertificate(finding: Finding, monitor: ActiveMonitor, trace: Trace, now: number): Finding {
  const requiredDays = 'certificateDays' in monitor.expect ? monitor.expect.certificateDays : undefined
  const expiresAt = trace.certificateExpiresAt
  const canDegrade =
    finding.health === 'up' || (finding.health === 'degraded' && finding.fault?.code === 'slow')
  if (
    !canDegrade ||
    requiredDays === undefined ||
    expiresAt === undefined ||
    expiresAt - now >= requiredDays * day
  )
    return finding
  const left = Math.max(0, Math.floor((expiresAt - now) / day))
  return {
    health: 'degraded',
    fault: {
      code: 'certificate_expiring',
      detail: `the certificate expires in ${left} days, fewer than ${requiredDays}`,
    },
  }
}

function redactFault(fault: Fault, secrets: readonly string[]): Fault {
  // Shortening comes last, and may cut once more.
  return { code: fault.code, detail: redact(oneLine(redact(fault.detail, secrets)), secrets) }
}
