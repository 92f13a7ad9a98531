import type { Check } from '../../core/monitoring/check.ts'
import type { Cadence } from '../../core/monitoring/monitor.ts'
import { minute, second } from '../../core/time/units.ts'

/** Fewer gaps than this are no spacing: a few single looks are taken as what they are. */
const fewestGaps = 5
/** So many long gaps in a row are a spacing, even where the rest of the history is denser. */
const longestRun = 10

/**
 * How far apart the checks of one monitor are, ms, where that is clearly coarser than the monitor's own interval: so far
 * that time between them would be unknown, and no failure could be confirmed. Null where they are not, and for too few.
 *
 * @param checks in any order
 */
export function coarseSpacing(
  checks: readonly Pick<Check, 'at'>[],
  { every, timeout }: Pick<Cadence, 'every' | 'timeout'>,
): number | null {
  const instants = [...new Set(checks.map(({ at }) => at))].toSorted((a, b) => a - b)
  const gaps = instants.slice(1).map((at, i) => at - instants[i]!)
  if (gaps.length < fewestGaps) return null
  const covered = 2 * every + timeout
  const typical = median(gaps)
  if (typical > covered) return rounded(typical)
  let run: number[] = []
  for (const gap of gaps) {
    if (gap <= covered) run = []
    else if (run.push(gap) >= longestRun) return rounded(median(run))
  }
  return null
}

/** So many times the measured spacing is no interval of these checks. */
const tooCoarse = 3

/**
 * How far apart checks are, ms, where an interval that is told of them is far longer: what each of them says would be taken to
 * hold although the next one contradicts it. Null where it fits, and for too few checks.
 *
 * @param interval ms
 */
export function spacingBelow(checks: readonly Pick<Check, 'at'>[], interval: number): number | null {
  const instants = [...new Set(checks.map(({ at }) => at))].toSorted((a, b) => a - b)
  const gaps = instants.slice(1).map((at, i) => at - instants[i]!)
  if (gaps.length < fewestGaps) return null
  const typical = median(gaps)
  return interval > tooCoarse * typical ? rounded(typical) : null
}

/** Are there enough checks to see that they are as dense as their monitor looks? */
export const isDense = (
  checks: readonly Pick<Check, 'at'>[],
  cadence: Pick<Cadence, 'every' | 'timeout'>,
): boolean => checks.length > fewestGaps && coarseSpacing(checks, cadence) === null

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

/** As people say it: 301.4 s is five minutes, 71 s is 71 s. */
function rounded(ms: number): number {
  const minutes = Math.round(ms / minute) * minute
  return minutes > 0 && Math.abs(ms - minutes) <= 0.05 * ms ? minutes : Math.round(ms / second) * second
}
