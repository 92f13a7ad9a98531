import { setMaxListeners } from 'node:events'
import type { Outcome } from '../core/monitoring/check.ts'
import type { ActiveMonitor } from '../core/monitoring/monitor.ts'
import { caContext } from './shared/certificate.ts'
import { dns } from './dns/probe.ts'
import { faultOf } from './shared/faults.ts'
import { http } from './http/probe.ts'
import { safeHeaders } from './http/redirect.ts'
import { evaluateOutcome, formatMilliseconds } from './shared/evaluate-outcome.ts'
import { ping } from './ping/probe.ts'
import type { ActiveKind, Finding, Probe, ProbeContext } from './shared/probe.ts'
import { prometheus } from './prometheus/probe.ts'
import { tcp } from './tcp/probe.ts'
import { tls } from './tls/probe.ts'
import { Trace } from './shared/trace.ts'
import { websocket } from './websocket/probe.ts'

/** The table of probes: a new kind is one file and one line here. */
const probes = { http, tcp, dns, tls, ping, websocket, prometheus } satisfies { [K in ActiveKind]: Probe<K> }

/** Options of a probe. */
export type ProbeOptions = {
  /** Ends the probe early (health `unknown`): the collector is stopping. */
  readonly signal?: AbortSignal
  /** Certificates (PEM) trusted besides those of the runtime and the system. */
  readonly ca?: readonly string[]
  /** Wall clock, ms since the epoch, against which certificate days are counted; default: the machine's. */
  readonly now?: number
  /** Texts never repeated in a fault's detail, besides the monitor's own header values. */
  readonly secrets?: readonly string[]
  /** Have the full HTTP client read every answer, also those for which the lean one is enough: both judge alike. */
  readonly fullClient?: boolean
}

/** The reasons of aborted signals: created once, because a stack trace per check would cost as much as the connection. */
const probeEnded = new Error('the probe is over')

const stoppedFinding: Finding = {
  health: 'unknown',
  fault: { code: 'internal', detail: 'the collector stopped before the probe ended' },
}

/**
 * Run one check. Never rejects and always ends within the monitor's timeout, whatever the peer does: nothing it opened is
 * left open. An unexpected error of the probe itself is `unknown` with the fault `internal`, because it says nothing about the
 * target.
 */
export function probe(monitor: ActiveMonitor, options: ProbeOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const ca = options.ca ?? []
    if (speaksTls(monitor)) loadCaContext(ca)
    const trace = new Trace()
    const startedAt = performance.now()
    const controller = new AbortController()
    setMaxListeners(0, controller.signal)
    const { signal } = options
    const settle = (finding: Finding): void => {
      if (controller.signal.aborted) return
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      trace.end()
      const elapsed = performance.now() - startedAt
      // Everything a probe may have left open is destroyed by this signal.
      controller.abort(probeEnded)
      const secrets = finding.fault ? [...(options.secrets ?? []), ...ownSecrets(monitor)] : []
      const now = options.now ?? Date.now()
      resolve(evaluateOutcome(monitor, finding, { trace, elapsed, now, secrets }))
    }
    const stop = (): void => settle(stoppedFinding)
    const timer = setTimeout(() => settle(timeoutFinding(monitor, trace)), monitor.timeout)
    if (signal?.aborted) return stop()
    if (signal) setMaxListeners(0, signal)
    signal?.addEventListener('abort', stop, { once: true })
    runProbe(monitor, { signal: controller.signal, trace, ca, fullClient: options.fullClient ?? false }).then(
      settle,
      (error: unknown) => {
        settle(findingOf(error))
      },
    )
  })
}

// The table pairs every kind with its own monitor; the compiler cannot follow that through a union.
const runProbe = async (monitor: ActiveMonitor, context: ProbeContext): Promise<Finding> =>
  (probes as unknown as Record<ActiveKind, Probe<never>>)[monitor.kind](monitor as never, context)

/** Load the certificate authorities before the time is measured: the first load is slow, which is not the target's fault. */
function loadCaContext(ca: readonly string[]): void {
  try {
    caContext(ca)
  } catch {
    // The probe meets the same error and reports it.
  }
}

const speaksTls = (monitor: ActiveMonitor): boolean =>
  monitor.kind === 'tls' || ('url' in monitor && /^(https|wss):/i.test(monitor.url))

function findingOf(error: unknown): Finding {
  const fault = faultOf(error)
  if (fault) return { health: 'down', fault }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { health: 'unknown', fault: { code: 'internal', detail: `the probe broke: ${detail}` } }
}

const phaseDescriptions = {
  resolve: 'still looking up the name',
  connect: 'still connecting',
  tls: 'still shaking hands',
  wait: 'connected, but not answered',
  transfer: 'the answer has begun but not ended',
}

function timeoutFinding(monitor: ActiveMonitor, trace: Trace): Finding {
  const phase = trace.current
  const fault = trace.timeoutFault ?? {
    code: phase === 'transfer' ? ('too_long' as const) : ('timeout' as const),
    detail: `no answer in ${formatMilliseconds(monitor.timeout)}${phase ? `: ${phaseDescriptions[phase]}` : ''}`,
  }
  return { health: 'down', fault }
}

/** What the operator sends and a peer might echo: header values that may be credentials, and the words in them. */
function ownSecrets(monitor: ActiveMonitor): string[] {
  if (!('headers' in monitor)) return []
  return Object.entries(monitor.headers)
    .filter(([name]) => !safeHeaders.has(name.toLowerCase()))
    .flatMap(([, value]) => [value].concat(value.split(' ').filter((word) => word.length > 7)))
}
