import type { ComponentConfig } from '../../core/config/config.ts'
import { formatDuration } from '../../core/time/duration.ts'
import type { Interval } from '../../core/time/interval.ts'
import type { ObjectiveWindow } from '../../core/time/period.ts'
import { second } from '../../core/time/units.ts'
import type { Locator } from '../locator.ts'

/** A span (ms) as people read it: floored to seconds from ten of them on. */
export const formatSpan = (ms: number): string =>
  formatDuration(ms < 10 * second ? ms : Math.floor(ms / second) * second)

/** Millionths as a percentage with all the digits it needs: 999000 is `99.9%`. */
export const formatPercentage = (millionths: number): string => `${Number((millionths / 10_000).toFixed(4))}%`

/** What each promise is over, in words that follow "of". */
export const formatWindow = (window: ObjectiveWindow): string =>
  typeof window === 'number' ? `any ${formatDuration(window)}` : `each ${window}`

/** A period by name in a zone: `2027-02`, `2027-Q1`, `the 30d from 2027-02-07`. */
export function periodName(window: ObjectiveWindow, { from }: Interval, zone: string): string {
  const date = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).toPlainDate()
  const month = date.toString().slice(0, 7)
  if (typeof window === 'number') return `the ${formatDuration(window)} from ${date.toString()}`
  return {
    day: date.toString(),
    week: `the week from ${date.toString()}`,
    month,
    quarter: `${date.year}-Q${Math.ceil(date.month / 3)}`,
    year: `${date.year}`,
  }[window]
}

/** A list as people say it, cut after five. */
export function formatList(names: readonly string[]): string {
  if (names.length > 6) return `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`
}

/** Ids as a message may repeat them: not those that the environment gave. */
export const formatIds = (all: readonly string[], locator: Locator): string =>
  formatList(all.map((id) => (locator.isRepeatable(id) ? id : 'one')))

/** Components, each judged for itself, or a group's. */
export const formatSubject = (members: readonly ComponentConfig[], locator: Locator): string =>
  members.length === 1
    ? formatIds([members[0]!.id], locator)
    : `the mean of ${formatIds(
        members.map(({ id }) => id),
        locator,
      )}`
