import type { Outcome } from '../core/monitoring/check.ts'
import type { ActiveMonitor } from '../core/monitoring/monitor.ts'
import { sleep } from '../core/time/clock.ts'
import { type RunCheckDeps, runCheck } from '../monitoring/run-check.ts'
import { probe } from '../probes/index.ts'

/** How many probes may run at once: slow targets wait in the network, not on our cores. */
export const maxConcurrentProbes = 512

/** Runs checks until the collector stops. */
export type CheckRunner = {
  /** One check; resolves to whether a change waits to be confirmed. */
  check(monitor: ActiveMonitor): Promise<boolean>
  /**
   * Check each, many at once, and again at the pace of its re-checks until what it found is confirmed or refuted: who leaves
   * afterwards must leave with a result.
   */
  checkUntilConfirmed(monitors: readonly ActiveMonitor[]): Promise<void>
  /** End the probes that run; what they would report is ours, not their target's, and is not recorded. */
  stop(): void
}

/** @param secrets what outcomes must not contain, as it is now */
export function createCheckRunner(
  deps: Omit<RunCheckDeps, 'probe'> & {
    /** A probe has ended by itself, and nobody has judged yet whose fault it was. */
    readonly onProbed: (monitor: ActiveMonitor, outcome: Outcome) => void
  },
  secrets: () => readonly string[],
): CheckRunner {
  const stopping = new AbortController()
  const { signal } = stopping
  const checkDeps: RunCheckDeps = {
    ...deps,
    async probe(monitor): Promise<Outcome> {
      const outcome = await probe(monitor, { signal, secrets: secrets() })
      if (!signal.aborted) deps.onProbed(monitor, outcome)
      return outcome
    },
    recorder: {
      record(check, seenAt) {
        if (!signal.aborted) deps.recorder.record(check, seenAt)
      },
    },
  }
  const check = (monitor: ActiveMonitor): Promise<boolean> => runCheck(monitor, checkDeps)
  return {
    check,
    async checkUntilConfirmed(monitors) {
      const queue = [...monitors]
      const settle = async (monitor: ActiveMonitor): Promise<void> => {
        const { failures, successes, retryEvery } = monitor.confirm
        // A target that changes its mind at every look is confirmed in nothing.
        for (let left = failures + successes; left > 0 && (await check(monitor)); left--)
          await sleep(deps.clock, retryEvery, signal)
      }
      const worker = async (): Promise<void> => {
        for (let monitor = queue.shift(); monitor; monitor = queue.shift()) await settle(monitor)
      }
      await Promise.all(Array.from({ length: Math.min(maxConcurrentProbes, queue.length) }, worker))
    },
    stop: () => stopping.abort(),
  }
}
