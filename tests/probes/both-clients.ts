import { expect } from 'vitest'
import { type ProbeOptions, probe as probeOnce } from '../../collector/probes/index.ts'
import type { Outcome } from '../../collector/core/monitoring/check.ts'
import type { ActiveMonitor } from '../../collector/core/monitoring/monitor.ts'

/** What two looks at the same must agree on: all but the times. A phase that was reached is one. */
const comparable = ({ health, fault, phases }: Outcome) => ({
  health,
  // A connection of its own each time, and a moment of its own at which it is cut.
  fault: fault && { ...fault, detail: fault.detail.replace(/after \d+ of/, 'after … of') },
  phases: Object.keys(phases ?? {}),
})

/**
 * Look twice, by the lean way (`probes/http/lean-exchange.ts`) and by the full client alone; both must come to the same.
 * Resolves to the outcome of the lean way.
 */
export async function probe(monitor: ActiveMonitor, options: ProbeOptions = {}): Promise<Outcome> {
  const lean = await probeOnce(monitor, options)
  const full = await probeOnce(monitor, { ...options, fullClient: true })
  expect(comparable(lean), 'the lean way judges as the full client').toEqual(comparable(full))
  return lean
}
