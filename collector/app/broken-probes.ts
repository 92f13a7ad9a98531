import type { Outcome } from '../core/monitoring/check.ts'
import type { ActiveMonitor } from '../core/monitoring/monitor.ts'

/** The monitors whose probe breaks: nothing is known of their targets, whatever these answer. */
export type BrokenProbes = {
  /** A probe has ended by itself. Logged once for each reason, and once more when it works again. */
  observe(monitor: Pick<ActiveMonitor, 'id'>, outcome: Outcome): void
  /** Only these are watched from now on. */
  keepOnly(monitors: readonly Pick<ActiveMonitor, 'id'>[]): void
  /** One in a line. */
  warnings(): readonly string[]
}

/** @param log where the lines go */
export function createBrokenProbes(log: {
  error(line: string): void
  info(line: string): void
}): BrokenProbes {
  const reasons = new Map<string, string>()
  const describe = (id: string, reason: string): string => `${id} cannot be checked and is unknown: ${reason}`
  return {
    observe({ id }, { fault }) {
      if (fault?.code === 'internal') {
        if (reasons.get(id) !== fault.detail) log.error(describe(id, fault.detail))
        reasons.set(id, fault.detail)
      } else if (reasons.delete(id)) log.info(`${id} can be checked again`)
    },
    keepOnly(monitors) {
      const ids = new Set(monitors.map(({ id }) => id))
      for (const id of reasons.keys()) if (!ids.has(id)) reasons.delete(id)
    },
    warnings: () => [...reasons].map(([id, reason]) => describe(id, reason)),
  }
}
