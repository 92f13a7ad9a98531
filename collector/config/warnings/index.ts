import { alertRuleWarnings } from './alert-rules.ts'
import type { Config } from '../../core/config/config.ts'
import type { Locator } from '../locator.ts'
import type { ConfigProblem } from '../problem.ts'
import type { ConfigurationEntry } from '../schema/configuration.ts'
import { comingWindows } from './coming-periods.ts'
import { unreachableObjectives } from './unreachable-objectives.ts'
import { emptyPeriods } from './empty-periods.ts'
import { languageWarnings } from './languages.ts'
import { overlappingWindows } from './overlapping-windows.ts'
import { monitorTimingWarnings } from './slow-intervals.ts'
import { coarseIntervals } from './coarse-intervals.ts'
import { unmeasuredObjectives } from './unmeasured-objectives.ts'

/** What is allowed and yet surely not meant. None of it stops the collector. */
export function findWarnings(
  entry: ConfigurationEntry,
  config: Config,
  root: unknown,
  locator: Locator,
): ConfigProblem[] {
  return [
    ...monitorTimingWarnings(entry, config, locator),
    ...languageWarnings(root, config, locator),
    ...alertRuleWarnings(entry, config, locator),
  ]
}

/** What a configuration promises and cannot keep as it is written, and what its programme does twice at once. */
export type Forecast = {
  /** Promises that the programme alone breaks, that are finer than monitors see, that nothing measures. */
  readonly objectives: readonly ConfigProblem[]
  /** Windows of the programme that overlap: allowed, and perhaps meant. */
  readonly overlaps: readonly ConfigProblem[]
}

/** The configuration with work whose impact nobody wrote down taken for the worst: readers cannot use it meanwhile. */
const assumeMajorImpact = ({ maintenance }: ConfigurationEntry, config: Config): Config => ({
  ...config,
  recurringMaintenance: config.recurringMaintenance.map((window, i) =>
    maintenance?.[i]?.impact === undefined ? { ...window, impact: 'major' } : window,
  ),
})

/** What will be wrong in the thirteen months from `now` (ms): it needs a calendar, so it is computed only on request. */
export function forecast(
  entry: ConfigurationEntry,
  resolved: Config,
  locator: Locator,
  now: number,
): Forecast {
  const config = assumeMajorImpact(entry, resolved)
  const windows = comingWindows(config, now)
  return {
    objectives: [
      ...unmeasuredObjectives(config, locator),
      ...coarseIntervals(config, locator, now),
      ...unreachableObjectives(config, locator, windows),
      ...emptyPeriods(config, locator, windows),
    ],
    overlaps: overlappingWindows(config, locator, windows),
  }
}
