import type { Check } from '../../core/monitoring/check.ts'
import type { Cadence } from '../../core/monitoring/monitor.ts'
import { minute, second } from '../../core/time/units.ts'

/** Fewer gaps than this do not show how dense a history is. */
const fewestGaps = 5
/** So many long gaps in a row are a spacing, even where the rest of the history is denser. */
const longestRun = 10

/** How checks are spaced that are further apart than each of them holds. */
export type CoarseSpacing = {
  /** How far apart they are, ms. */
  readonly apart: number
  /** How often they say that they were made, ms; null where none says so, and the monitor's own interval is meant. */
  readonly said: number | null
  /** There are too few of them to be sure: they may be single looks. */
  readonly areFew: boolean
}

/**
 * How far apart the checks of one monitor are, where that is clearly coarser than they say: than their own interval, or the
 * monitor's where they have none. So far that time between them would be unknown, and no failure could be confirmed. Null
 * where they are not.
 *
 * @param checks in any order
 * @param ends the last checks of spans, which say themselves that time after them is unknown
 */
export function coarseSpacing(
  checks: readonly Pick<Check, 'at' | 'every'>[],
  { every, timeout }: Pick<Cadence, 'every' | 'timeout'>,
  ends: ReadonlySet<Pick<Check, 'at'>> = new Set(),
): CoarseSpacing | null {
  const sorted = checks.toSorted((a, b) => a.at - b.at)
  const long: Gap[] = []
  let run: Gap[] = []
  let count = 0
  for (const [i, check] of sorted.entries()) {
    const apart = (sorted[i + 1]?.at ?? check.at) - check.at
    if (apart === 0 || ends.has(check)) continue
    count++
    if (apart <= 2 * (check.every ?? every) + timeout) run = []
    else {
      const gap = { apart, said: check.every ?? null }
      long.push(gap)
      if (run.push(gap) >= longestRun) return { ...typicalOf(run), areFew: false }
    }
  }
  return long.length > count / 2 ? { ...typicalOf(long), areFew: count < fewestGaps } : null
}

/** How far a check is from the next, ms, and what interval it says. */
type Gap = Omit<CoarseSpacing, 'areFew'>

const typicalOf = (gaps: readonly Gap[]): Gap => {
  const { apart, said } = gaps.toSorted((a, b) => a.apart - b.apart)[Math.floor(gaps.length / 2)]!
  return { apart: rounded(apart), said }
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
