import type { AlertReading } from './alert.ts'
import { compares } from './condition.ts'

/**
 * What a condition comes to: it holds, it is over, it is neither (short of the bound, and not back where it must be again),
 * or nothing can be said.
 */
export type AlertVerdict = 'holds' | 'between' | 'over' | 'unknown'

/** Does a term hold? Null where that is not known: it needs every window, and one that does not hold is enough to deny it. */
function holds({ term, values }: AlertReading): boolean | null {
  const results = values.map((value) => (value === null ? null : compares(value, term.operator, term.bound)))
  if (results.length === 0 || results.some((result) => result === false))
    return results.length === 0 ? null : false
  return results.some((result) => result === null) ? null : true
}

/** The same reading, held against another bound where there is one. */
const against = (reading: AlertReading, bound: number | null): AlertReading =>
  bound === null ? reading : { ...reading, term: { ...reading.term, bound } }

/**
 * What the readings of all terms of a condition come to.
 *
 * @param recover where a single figure must be again, in its unit; null for its bound
 */
export function verdictOf(readings: readonly AlertReading[], recover: number | null): AlertVerdict {
  const results = readings.map(holds)
  if (results.some((result) => result === true)) return 'holds'
  if (results.some((result) => result === null)) return 'unknown'
  // Short of the bound, what is measured may still be beyond where it must be again.
  return readings.every((reading) => holds(against(reading, recover)) === false) ? 'over' : 'between'
}

/** The readings of the terms that hold. */
export const holdingReadings = (readings: readonly AlertReading[]): readonly AlertReading[] =>
  readings.filter((reading) => holds(reading) === true)
