import { day } from '../../core/time/units.ts'
import type { ValidationContext } from './validation-context.ts'
import { formatInstantWords } from './time-words.ts'

/** An incident that began longer than this before it was reported, ms, is doubted: most likely its year or month is wrong. */
const longestBackdating = 92 * day

/** Did an incident begin so long before it was reported that it is doubted? Instants in ms. */
export const isDoubtfulStart = (startedAt: number, reportedAt: number): boolean =>
  reportedAt - startedAt > longestBackdating

/** Who is asked whether a start is meant, and how they say so. */
export type StartDoubt = {
  /** Where the start was written. */
  readonly path: string
  /** What it is compared with, ms: the present, or the first message. */
  readonly reportedAt: number
  /** That, in words: `ago`, `before the first message`. */
  readonly relation: string
  /** How it is confirmed: `"force": true`. */
  readonly confirmation: string
}

/** An issue unless a start (ms) is near the time it is reported at: a wrong year would change months of reports. */
export function checkStart(
  startedAt: number,
  { path, reportedAt, relation, confirmation }: StartDoubt,
  read: Pick<ValidationContext, 'addIssue'>,
  zone: string,
): void {
  if (!isDoubtfulStart(startedAt, reportedAt)) return
  const days = Math.round((reportedAt - startedAt) / day)
  const near = sameDateNear(startedAt, reportedAt, zone)
  read.addIssue(
    path,
    `${formatInstantWords(startedAt, zone)} is ${days} days ${relation}: is the date right? Write one such as "${formatInstantWords(near, zone).replace(` (${zone})`, '')}", or confirm it with ${confirmation}.`,
  )
}

/** The same date and time of the year in which it is at most a year before another instant. */
function sameDateNear(startedAt: number, reportedAt: number, zone: string): number {
  const start = Temporal.Instant.fromEpochMilliseconds(startedAt).toZonedDateTimeISO(zone)
  const { year } = Temporal.Instant.fromEpochMilliseconds(reportedAt).toZonedDateTimeISO(zone)
  const sameYear = start.with({ year }).epochMilliseconds
  // The date in a file's name stands for the whole day.
  return sameYear < reportedAt + day ? sameYear : start.with({ year: year - 1 }).epochMilliseconds
}
