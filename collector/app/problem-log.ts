import { createRepeatFilter } from '../core/text/repeat-filter.ts'
import type { Clock } from '../core/time/clock.ts'
import { minute } from '../core/time/units.ts'

/** Logs problems that may come again and again: one that keeps coming is one line. */
export type ProblemLog = {
  /** What to do with an error of a task, which is named in words: `reports could not be frozen`. */
  report(task: string): (error: unknown) => void
}

/** A problem that has not come for so long is logged again, ms. */
const quiet = 10 * minute

/** @param log where the lines go */
export function createProblemLog(
  log: { error(text: string): void },
  clock: Pick<Clock, 'monotonic'>,
): ProblemLog {
  const isNew = createRepeatFilter(quiet)
  return {
    report: (task) => (error) => {
      const line = `${task}: ${error instanceof Error ? error.message : String(error)}`
      if (isNew(line, clock.monotonic())) log.error(line)
    },
  }
}
