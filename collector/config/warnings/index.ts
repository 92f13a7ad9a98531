import type { Config } from '../../core/config/config.ts'
import type { Locator } from '../locator.ts'
import type { Problem } from '../problem.ts'
import type { FileEntry } from '../schema/configuration.ts'
import { ahead } from './coming-periods.ts'
import { broken } from './unreachable-objectives.ts'
import { emptied } from './empty-periods.ts'
import { languages } from './languages.ts'
import { overlaps } from './overlaps.ts'
import { pace } from './slow-intervals.ts'
import { resolution } from './coarse-intervals.ts'
import { unmeasured } from './unmeasured.ts'

/** What is allowed and yet surely not meant. None of it stops the collector. */
export function warnings(entry: FileEntry, config: Config, root: unknown, locator: Locator): Problem[] {
  return [...pace(entry, config, locator), ...languages(root, config, locator)]
}

/** What a configuration promises and cannot keep as it is written, and what its programme does twice at once. */
export type Foreseen = {
  /** Promises that the programme alone breaks, that are finer than monitors see, that nothing measures. */
  readonly promises: readonly Problem[]
  /** Windows of the programme that overlap: allowed, and perhaps meant. */
  readonly overlaps: readonly Problem[]
}

/** The configuration with work whose impact nobody wrote down taken for the worst: readers cannot use it meanwhile. */
const feared = ({ maintenance }: FileEntry, config: Config): Config => ({
  ...config,
  programme: config.programme.map((window, i) =>
    maintenance?.[i]?.impact === undefined ? { ...window, impact: 'major' } : window,
  ),
})

/** What will be wrong in the thirteen months from `now` (ms): it needs a calendar, so whoever wants to know has to ask. */
export function foreseen(entry: FileEntry, resolved: Config, locator: Locator, now: number): Foreseen {
  const config = feared(entry, resolved)
  const windows = ahead(config, now)
  return {
    promises: [
      ...unmeasured(config, locator),
      ...resolution(config, locator, now),
      ...broken(config, locator, windows),
      ...emptied(config, locator, windows),
    ],
    overlaps: overlaps(config, locator, windows),
  }
}
