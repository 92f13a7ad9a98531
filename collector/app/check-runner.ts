import type { Outcome } from '../core/monitoring/check.ts'
import type { ActiveMonitor } from '../core/monitoring/monitor.ts'
import { type RunCheckDeps, runCheck } from '../monitoring/run-check.ts'
import { probe } from '../probes/index.ts'

/** How many probes may run at once: slow targets wait in the network, not on our cores. */
export const maxConcurrentProbes = 512

/** Runs checks until the collector stops. */
export type CheckRunner = {
  /** One check; resolves to whether a change waits to be confirmed. */
  check(monitor: ActiveMonitor): Promise<boolean>
  /** One check of each, many at once. */
  checkAll(monitors: readonly ActiveMonitor[]): Promise<void>
  /** End the probes that run; what they would report is ours, not their target's, and is not recorded. */
  stop(): void
}

/** @param secrets what outcomes must not contain */
export function createCheckRunner(
  deps: Omit<RunCheckDeps, 'probe'>,
  secrets: readonly string[],
): CheckRunner {
  const stopping = new AbortController()
  const { signal } = stopping
  const checkDeps: RunCheckDeps = {
    ...deps,
    probe: (monitor): Promise<Outcome> => probe(monitor, { signal, secrets }),
    recorder: {
      record(check, seenAt) {
        if (!signal.aborted) deps.recorder.record(check, seenAt)
      },
    },
  }
  const check = (monitor: ActiveMonitor): Promise<boolean> => runCheck(monitor, checkDeps)
  return {
    check,
    async checkAll(monitors) {
      const queue = [...monitors]
      const worker = async (): Promise<void> => {
        for (let monitor = queue.shift(); monitor; monitor = queue.shift()) await check(monitor)
      }
      await Promise.all(Array.from({ length: Math.min(maxConcurrentProbes, queue.length) }, worker))
    },
    stop: () => stopping.abort(),
  }
}
