import type { Config } from '../../core/config/config.ts'
import type { Interval } from '../../core/time/interval.ts'
import type { RecurringMaintenance } from '../../core/maintenance/recurring-maintenance.ts'
import type { Locator } from '../locator.ts'
import type { ConfigProblem } from '../problem.ts'
import { type ComingWindows, forecastHorizon } from './coming-periods.ts'
import { formatIds } from './warning-texts.ts'

/** Windows of the programme that overlap on a component in the next thirteen months: one line for two entries. */
export function overlappingWindows(
  { recurringMaintenance }: Config,
  locator: Locator,
  windows: ComingWindows,
): ConfigProblem[] {
  const end = windows.now + forecastHorizon
  const comingByEntry = recurringMaintenance.map((entry) =>
    windows.of(entry).filter(({ from }) => from < end),
  )
  return recurringMaintenance.flatMap((entry, index) =>
    recurringMaintenance.slice(0, index + 1).flatMap((other, before): ConfigProblem[] => {
      const shared = entry.components.filter((id) => other.components.includes(id))
      if (shared.length === 0) return []
      const pairs =
        before === index
          ? ownOverlaps(comingByEntry[index]!)
          : pairsOf(comingByEntry[index]!, comingByEntry[before]!)
      const [first] = pairs
      return first
        ? [
            locator.problem(
              ['maintenance', index, 'at'],
              overlapMessage(entry, before === index ? null : other, shared, first, pairs.length, locator),
            ),
          ]
        : []
    }),
  )
}

type OverlapPair = readonly [Interval, Interval]

/** Windows of two ordered lists that share time. */
function pairsOf(some: readonly Interval[], others: readonly Interval[]): OverlapPair[] {
  const pairs: OverlapPair[] = []
  let begin = 0
  for (const one of some) {
    while (begin < others.length && others[begin]!.to <= one.from) begin++
    for (let i = begin; i < others.length && others[i]!.from < one.to; i++)
      if (others[i]!.to > one.from) pairs.push([one, others[i]!])
  }
  return pairs
}

/** Windows of an entry that begin before the one before has ended. */
const ownOverlaps = (all: readonly Interval[]): OverlapPair[] =>
  all.flatMap((one, i): OverlapPair[] => (i > 0 && one.from < all[i - 1]!.to ? [[one, all[i - 1]!]] : []))

function overlapMessage(
  { timezone }: RecurringMaintenance,
  other: RecurringMaintenance | null,
  shared: readonly string[],
  [one, beside]: OverlapPair,
  times: number,
  locator: Locator,
): string {
  const date = zonedTime(one.from, timezone).toPlainDate().toString()
  const often = times === 1 ? 'once' : `${times} times`
  const name =
    other === null ? 'the one before' : `${formatIds([other.id], locator)} (${formatHours(beside, timezone)})`
  return `the window of ${date} ${formatHours(one, timezone)} ${timezone} overlaps ${name} on ${formatIds(shared, locator)}, ${often} in the next 13 months. Time in both counts once; write another hour${other === null ? ' or a shorter window' : ''}, unless it is meant.`
}

const zonedTime = (ms: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)

/** `03:00–04:00`; with the date of an end on another day. */
function formatHours({ from, to }: Interval, zone: string): string {
  const [begin, end] = [zonedTime(from, zone), zonedTime(to, zone)]
  const minutes = (moment: Temporal.ZonedDateTime): string =>
    moment.toPlainTime().toString({ smallestUnit: 'minute' })
  const later = begin.toPlainDate().equals(end.toPlainDate())
    ? ''
    : `${end.toPlainDate().toString().slice(5)} `
  return `${minutes(begin)}–${later}${minutes(end)}`
}
