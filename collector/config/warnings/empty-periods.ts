import type { Config } from '../../core/config/config.ts'
import type { Locator } from '../locator.ts'
import type { Problem } from '../problem.ts'
import { type Ahead, periodsAhead } from './coming-periods.ts'
import { promised } from './objective-list.ts'
import { covered, excludedAhead } from './maintenance-time.ts'
import { periodName, subject } from './warning-texts.ts'

/** Availability promised of a calendar period that is nothing but maintenance that does not count: it will be unknown. */
export function emptied(config: Config, locator: Locator, windows: Ahead): Problem[] {
  return promised(config).flatMap(({ figure, window, subjects, path }): Problem[] => {
    if (figure !== 'availability' || typeof window === 'number') return []
    const periods = periodsAhead(window, windows.now, config.page.timezone).slice(1)
    for (const members of subjects) {
      const excluded = members.map((one) => excludedAhead(one, config, windows))
      const empty = periods.find((period) =>
        excluded.every((all) => covered(all, period) === period.to - period.from),
      )
      if (empty)
        return [
          locator.problem(
            path,
            `cannot be measured in ${periodName(window, empty, config.page.timezone)}: for ${subject(members, locator)} all of it is announced maintenance, which is left out, so that nothing is left to observe. Write shorter maintenance, or judge the promise over a longer window.`,
          ),
        ]
    }
    return []
  })
}
