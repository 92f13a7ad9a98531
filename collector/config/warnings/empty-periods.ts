import type { Config } from '../../core/config/config.ts'
import type { Locator } from '../locator.ts'
import type { ConfigProblem } from '../problem.ts'
import { type ComingWindows, comingPeriods } from './coming-periods.ts'
import { objectiveTargets } from './objective-list.ts'
import { coveredTime, excludedWindows } from './maintenance-time.ts'
import { periodName, formatSubject } from './warning-texts.ts'

/** Availability promised of a calendar period that is nothing but maintenance that does not count: it will be unknown. */
export function emptyPeriods(config: Config, locator: Locator, windows: ComingWindows): ConfigProblem[] {
  return objectiveTargets(config).flatMap(({ measure, window, subjects, path }): ConfigProblem[] => {
    if (measure !== 'availability' || typeof window === 'number') return []
    const periods = comingPeriods(window, windows.now, config.page.timezone).slice(1)
    for (const members of subjects) {
      const excluded = members.map((one) => excludedWindows(one, config, windows))
      const empty = periods.find((period) =>
        excluded.every((all) => coveredTime(all, period) === period.to - period.from),
      )
      if (empty)
        return [
          locator.problem(
            path,
            `cannot be measured in ${periodName(window, empty, config.page.timezone)}: for ${formatSubject(members, locator)} all of it is announced maintenance, which is left out, so that nothing is left to observe. Write shorter maintenance, or judge the promise over a longer window.`,
          ),
        ]
    }
    return []
  })
}
