import type { Check } from '../../core/monitoring/check.ts'
import { isDense } from './check-spacing.ts'
import type { KnownMonitors, ReadChecks } from './read-checks.ts'

/**
 * Checks that say no interval of their own with that of the command. Those of a monitor whose history is as dense as it
 * looks keep its own, so that a gap in them is not covered by another's pace.
 */
export function withInterval(
  checks: ReadChecks['checks'],
  monitors: KnownMonitors,
  interval: number,
): ReadChecks['checks'] {
  return new Map(
    [...checks].map(([id, regions]) => {
      const monitor = monitors.get(id)!
      const seriesWithInterval = (all: readonly Check[]): readonly Check[] => {
        const single = all.filter((check) => check.every === undefined)
        return interval > monitor.every && isDense(single, monitor)
          ? all
          : all.map((check) => (check.every === undefined ? { ...check, every: interval } : check))
      }
      return [
        id,
        new Map([...regions].map(([region, all]) => [region, seriesWithInterval(all)] as const)),
      ] as const
    }),
  )
}
