import { type ExplanationDocument, formulaOf } from '../../core/explain/explanation-document.ts'
import type { CountedWindow, ExplainedRow } from '../../core/explain/explanation.ts'
import { formatRatio } from '../../core/availability/printed-ratio.ts'
import { plainLine } from '../io/plain-text.ts'
import { table } from '../io/table.ts'

/**
 * A figure as `vigie uptime` tells it, line by line.
 *
 * @param whole with its intervals and the maintenance windows that touch it
 */
export function* uptimeText(
  { component, timezone, explanation }: ExplanationDocument,
  whole: boolean,
): Generator<string> {
  const { asked, figures, rows, windows } = explanation
  const zoned = (at: number): string => inZone(at, timezone)
  const { down, observed, unknown } = figures
  yield `${component}: ${figures.printed === null ? 'unknown' : `${figures.printed} %`} from ${zoned(asked.from)} until ${zoned(asked.to)} (${timezone})`
  const names = ['period', 'observed', 'down', 'degraded', 'excluded', 'unknown'] as const
  for (const line of table(
    names.map((name) => [name, lasting(figures[name])]),
    new Set([1]),
  ))
    yield `  ${line}`
  if (unknown > 0)
    yield `  at worst ${formatRatio(down + unknown, observed + unknown)} % (all of unknown time down), at best ${formatRatio(down, observed + unknown)} %`
  if (!whole) return
  yield `  ${formulaOf(figures)}`
  if (rows.length > 0) yield ''
  for (const line of table(
    rows.map((row) => rowCells(row, zoned)),
    new Set([2, 5, 6]),
  ))
    yield `  ${line}`
  if (windows.length > 0) yield ''
  for (const one of windows) yield `  ${windowLine(one, zoned)}`
}

const rowCells = (row: ExplainedRow, zoned: (at: number) => string): string[] => [
  zoned(row.from),
  zoned(row.to),
  `${row.to - row.from} ms`,
  row.status,
  row.treatment,
  row.treatment === 'counted' ? `x ${row.weight / 1000}` : '',
  row.treatment === 'counted' ? `= ${row.lost / 1000} ms` : '',
  plainLine(row.windows.join(' ')),
]

function windowLine(one: CountedWindow, zoned: (at: number) => string): string {
  const given = one.noticeGiven < 0 ? 'announced afterwards' : `notice given ${lasting(one.noticeGiven)}`
  const notice = `${given}, due ${lasting(one.noticeDue)}`
  const spans = one.excluded.map(({ from, to }) => `${zoned(from)} to ${zoned(to)}`).join(', ')
  const counts = one.cancelled
    ? 'cancelled'
    : spans !== ''
      ? `excluded ${spans}`
      : one.late
        ? 'too late: not excluded'
        : 'not excluded'
  return `maintenance ${plainLine(one.id)} (${plainLine(one.class)}) ${zoned(one.from)} to ${zoned(one.to)}: ${notice}: ${counts}`
}

/** An instant as the page's zone writes it, with the offset in force then. */
const inZone = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toString({ timeZone: zone, smallestUnit: 'millisecond' })

/** A span in days, hours, minutes and exact seconds: `23 h 57 min 0.000 s`. */
function lasting(ms: number): string {
  const parts = [
    [Math.floor(ms / 86_400_000), 'd'],
    [Math.floor(ms / 3_600_000) % 24, 'h'],
    [Math.floor(ms / 60_000) % 60, 'min'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  const large = first < 0 ? [] : parts.slice(first).map(([count, unit]) => `${count} ${unit}`)
  return [...large, `${((ms % 60_000) / 1000).toFixed(3)} s`].join(' ')
}
