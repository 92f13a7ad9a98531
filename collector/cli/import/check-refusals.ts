import { CliError, UsageError } from '../../app/errors.ts'
import { formatDuration } from '../../core/time/duration.ts'
import { PrunedHoursError, prunedHours } from '../../monitoring/backfill.ts'
import type { Series } from '../../store/check-store.ts'
import { coarseSpacing, isDense, spacingBelow } from './check-spacing.ts'
import type { KnownMonitors, ReadChecks } from './read-checks.ts'

/** The interval of the command must be about that of the checks; dense ones keep their own, see `withInterval`. @throws UsageError */
export function refuseLongInterval(
  checks: ReadChecks['checks'],
  monitors: KnownMonitors,
  interval: number,
): void {
  const problems = [...checks].flatMap(([id, regions]) => {
    const monitor = monitors.get(id)!
    return [...regions.values()].flatMap((all) => {
      const single = all.filter((check) => check.every === undefined)
      const spacing = isDense(single, monitor) ? null : spacingBelow(single, interval)
      if (spacing === null) return []
      const [apart, declared] = [formatDuration(spacing), formatDuration(interval)]
      return [
        `${id}: these checks are ${apart} apart, so --every ${declared} is not how often they were made. Write --every ${apart}.`,
      ]
    })
  })
  if (problems.length > 0) throw new UsageError(`${problems.join('\n')}\nNothing was imported.`)
}

/**
 * Checks must be about as dense as they say they are, or as their monitor looks where they say nothing. Returns what is to
 * be said of those that are too few to be sure.
 *
 * @throws UsageError
 */
export function refuseCoarse(
  { checks, ends }: Pick<ReadChecks, 'checks' | 'ends'>,
  monitors: KnownMonitors,
): readonly string[] {
  const problems: string[] = []
  const warnings: string[] = []
  for (const [id, regions] of checks)
    for (const all of regions.values()) {
      const monitor = monitors.get(id)!
      const spacing = coarseSpacing(all, monitor, ends)
      if (spacing === null) continue
      const [apart, own] = [formatDuration(spacing.apart), formatDuration(spacing.said ?? monitor.every)]
      const [but, instead] =
        spacing.said === null
          ? [`the monitor looks every ${own}`, `--every ${apart}`]
          : [`their lines say "every":"${own}"`, `"every":"${apart}"`]
      if (spacing.areFew)
        warnings.push(
          `${id}: these ${all.length} checks are ${apart} apart, but ${but}, so most of the time between them is unknown. If they were made so often, import them again with ${instead}.`,
        )
      else
        problems.push(
          `${id}: these checks are ${apart} apart, but ${but}, so most of the time between them would be unknown. Say how often they were made, ${instead}; or write spans with "from", "until" and "every"; or take them as they are with --every ${own}.`,
        )
    }
  if (problems.length > 0) throw new UsageError(`${problems.join('\n')}\nNothing was imported.`)
  return warnings
}

/** Hours of which only the figures are left cannot be added to. @throws CliError */
export function refusePruned(checks: ReadChecks['checks'], storedSeries: readonly Series[]): void {
  const problems = [...checks].flatMap(([monitor, regions]) =>
    [...regions].flatMap(([region, seriesChecks]) => {
      const series = storedSeries.find((entry) => entry.monitor === monitor && entry.region === region)
      const hours = prunedHours(series, seriesChecks)
      return hours.length > 0 ? [new PrunedHoursError(monitor, hours).message] : []
    }),
  )
  if (problems.length > 0) throw new CliError(`${problems.join('\n')}\nNothing was imported.`)
}
