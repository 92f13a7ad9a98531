import { expect } from 'vitest'
import { probePatiently as probePatientlyOnce } from './builders.ts'
import { type ProbeOptions, probe as probeOnce } from '../../collector/probes/index.ts'
import type { Outcome } from '../../collector/core/monitoring/check.ts'
import type { ActiveMonitor } from '../../collector/core/monitoring/monitor.ts'

/** What two looks at the same must agree on: all but the times. A phase that was reached is one. */
const comparable = ({ health, fault, phases }: Outcome) => ({
  health,
  // A connection of its own each time, and a moment of its own at which it is cut.
  fault: fault && {
    ...fault,
    detail: fault.detail
      .replace(/after \d+ of/, 'after … of')
      .replace(/no answer in [\d.]+ m?s/, 'no answer in …'),
  },
  phases: Object.keys(phases ?? {}),
})

async function probeTwice(
  look: typeof probeOnce,
  monitor: ActiveMonitor,
  options: ProbeOptions,
): Promise<Outcome> {
  const lean = await look(monitor, options)
  const full = await look(monitor, { ...options, fullClient: true })
  expect(comparable(lean), 'the lean way judges as the full client').toEqual(comparable(full))
  return lean
}

/**
 * Look twice, by the lean way (`probes/http/lean-exchange.ts`) and by the full client alone; both must come to the same.
 * Resolves to the outcome of the lean way.
 */
export const probe = (monitor: ActiveMonitor, options: ProbeOptions = {}): Promise<Outcome> =>
  probeTwice(probeOnce, monitor, options)

/** The same of a peer that keeps a probe waiting, with timeouts that grow. */
export const probePatiently = (monitor: ActiveMonitor, options: ProbeOptions = {}): Promise<Outcome> =>
  probeTwice(probePatientlyOnce, monitor, options)
