import { type ExplanationDocument, formulaOf } from '../../core/explain/explanation-document.ts'
import type { CountedWindow, ExplanationRow } from '../../core/explain/explanation.ts'
import { formatRatio } from '../../core/availability/format-ratio.ts'
import { plainLine } from '../io/plain-text.ts'
import { formatTable } from '../io/table.ts'

/**
 * A figure as `vigie uptime` tells it, line by line.
 *
 * @param whole with its intervals and the maintenance windows that touch it
 */
export function* uptimeLines(
  { component, timezone, explanation }: ExplanationDocument,
  detailed: boolean,
): Generator<string> {
  const { interval, availability, rows, windows } = explanation
  const formatInstant = (at: number): string => formatInZone(at, timezone)
  const { down, observed, unknown } = availability
  yield `${component}: ${availability.printed === null ? 'unknown' : `${availability.printed} %`} from ${formatInstant(interval.from)} until ${formatInstant(interval.to)} (${timezone})`
  const names = ['period', 'observed', 'down', 'degraded', 'excluded', 'unknown'] as const
  for (const line of formatTable(
    names.map((name) => [name, formatExactDuration(availability[name])]),
    new Set([1]),
  ))
    yield `  ${line}`
  if (unknown > 0)
    yield `  at worst ${formatRatio(down + unknown, observed + unknown)} % (all of unknown time down), at best ${formatRatio(down, observed + unknown)} %`
  if (!detailed) return
  yield `  ${formulaOf(availability)}`
  if (rows.length > 0) yield ''
  for (const line of formatTable(
    rows.map((row) => rowCells(row, formatInstant)),
    new Set([2, 5, 6]),
  ))
    yield `  ${line}`
  if (windows.length > 0) yield ''
  for (const window of windows) yield `  ${windowLine(window, formatInstant)}`
}

const rowCells = (row: ExplanationRow, formatInstant: (at: number) => string): string[] => [
  formatInstant(row.from),
  formatInstant(row.to),
  `${row.to - row.from} ms`,
  row.status,
  row.treatment,
  row.treatment === 'counted' ? `x ${row.weight / 1000}` : '',
  row.treatment === 'counted' ? `= ${row.lost / 1000} ms` : '',
  plainLine(row.windows.join(' ')),
]

function windowLine(window: CountedWindow, formatInstant: (at: number) => string): string {
  const noticeGiven =
    window.noticeGiven < 0
      ? 'announced afterwards'
      : `notice given ${formatExactDuration(window.noticeGiven)}`
  const notice = `${noticeGiven}, due ${formatExactDuration(window.noticeDue)}`
  const spans = window.excluded
    .map(({ from, to }) => `${formatInstant(from)} to ${formatInstant(to)}`)
    .join(', ')
  const treatment = window.cancelled
    ? 'cancelled'
    : spans !== ''
      ? `excluded ${spans}`
      : window.late
        ? 'too late: not excluded'
        : 'not excluded'
  return `maintenance ${plainLine(window.id)} (${plainLine(window.class)}) ${formatInstant(window.from)} to ${formatInstant(window.to)}: ${notice}: ${treatment}`
}

/** An instant as the page's zone writes it, with the offset in force then. */
const formatInZone = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toString({ timeZone: zone, smallestUnit: 'millisecond' })

/** A span in days, hours, minutes and exact seconds: `23 h 57 min 0.000 s`. */
function formatExactDuration(ms: number): string {
  const parts = [
    [Math.floor(ms / 86_400_000), 'd'],
    [Math.floor(ms / 3_600_000) % 24, 'h'],
    [Math.floor(ms / 60_000) % 60, 'min'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  const large = first < 0 ? [] : parts.slice(first).map(([count, unit]) => `${count} ${unit}`)
  return [...large, `${((ms % 60_000) / 1000).toFixed(3)} s`].join(' ')
}
